package dev.sandboxed.files;

/**
 * How a program ended.
 *
 * @param status its exit status
 * @param inTime whether it ended by itself
 * @param errors the beginning of what it wrote to standard error
 */
public record ProgramEnd(int status, boolean inTime, String errors) {

  public boolean succeeded() {
    return inTime && status == 0;
  }
}
