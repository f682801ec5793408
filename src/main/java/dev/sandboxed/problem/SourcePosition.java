package dev.sandboxed.problem;

/**
 * A place in a text file.
 *
 * @param file the file, as the person would name it
 * @param line counted from 1
 * @param column counted from 1
 */
public record SourcePosition(String file, int line, int column) {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
