package dev.sandboxed.changes;

/**
 * Shows whether a file has changed, without reading it. An agent can set back the time of the last
 * write, but not the time of the last change of any kind (ctime).
 *
 * @param kind {@code f} for a file, {@code l} for a symlink, {@code s} for a socket, a pipe or a
 *     device
 * @param size in bytes
 * @param written time of the last write, in nanoseconds since 1970
 * @param changed time of the last change of any kind, in nanoseconds since 1970
 */
record FileMark(char kind, long size, long written, long changed, long inode) {

  /** Whether this may be the same file under another name: a rename changes nothing but ctime. */
  boolean canBe(FileMark other) {
    return kind == other.kind
        && inode == other.inode
        && size == other.size
        && written == other.written;
  }
}
