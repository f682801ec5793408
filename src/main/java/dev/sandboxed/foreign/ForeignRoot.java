package dev.sandboxed.foreign;

/**
 * Where the relative paths of a file start.
 *
 * @param directory empty for the project; else such as {@code ~/.claude}
 */
record ForeignRoot(String directory) {

  static final ForeignRoot PROJECT = new ForeignRoot("");

  String resolve(String path) {
    boolean relative = !path.startsWith("/") && !path.equals("~") && !path.startsWith("~/");
    if (!relative || directory.isEmpty()) {
      return path;
    }
    return path.equals(".") || path.equals("./") ? directory : directory + "/" + path;
  }
}
