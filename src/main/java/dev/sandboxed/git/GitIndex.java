package dev.sandboxed.git;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Reads the names of the files that git tracks, as gitformat-index(5) describes them. */
final class GitIndex {

  private static final int SIGNATURE = 0x44495243;

  private static final int HEADER = 12;

  // Before the object's name: two times, device, inode, mode, user, group and size.
  private static final int STATUS = 40;

  private static final int EXTENDED = 0x4000;

  // No system has longer paths that a program can open. An agent can write this file, and each
  // entry of version 4 may repeat the one before it.
  private static final int LONGEST = 4096;

  private final ByteBuffer bytes;
  private final int version;
  private final int entries;
  private final int hash;

  private GitIndex(byte[] bytes, int hash) {
    this.bytes = ByteBuffer.wrap(bytes);
    this.version = this.bytes.getInt(4);
    this.entries = this.bytes.getInt(8);
    this.hash = hash;
  }

  /**
   * Those of some names that are in an index.
   *
   * @return empty if this is not an index that can be understood
   */
  static Optional<Set<String>> among(Set<String> names, byte[] bytes) {
    if (bytes.length < HEADER || ByteBuffer.wrap(bytes).getInt(0) != SIGNATURE) {
      return Optional.empty();
    }
    // The name of an object is a SHA-1 or a SHA-256; the index does not say which.
    return new GitIndex(bytes, 20).read(names).or(() -> new GitIndex(bytes, 32).read(names));
  }

  private Optional<Set<String>> read(Set<String> names) {
    if (version < 2 || version > 4) {
      return Optional.empty();
    }
    try {
      return names(names);
    } catch (IndexOutOfBoundsException notOne) {
      return Optional.empty();
    }
  }

  private Optional<Set<String>> names(Set<String> wanted) {
    Set<String> found = new HashSet<>();
    byte[] name = new byte[0];
    int at = HEADER;
    for (int entry = 0; entry < entries; entry++) {
      int start = at;
      at += STATUS + hash;
      boolean extended = (bytes.getShort(at) & EXTENDED) != 0;
      int length = bytes.getShort(at) & 0xfff;
      at += extended ? 4 : 2;
      int kept = 0;
      if (version == 4) {
        int dropped = 0;
        int part = bytes.get(at++);
        dropped = part & 0x7f;
        while ((part & 0x80) != 0) {
          part = bytes.get(at++);
          dropped = ((dropped + 1) << 7) | (part & 0x7f);
        }
        kept = name.length - dropped;
        if (dropped < 0 || kept < 0) {
          return Optional.empty();
        }
      }
      int end = at;
      while (bytes.get(end) != 0) {
        end++;
      }
      if (kept + end - at > LONGEST) {
        return Optional.empty();
      }
      byte[] whole = new byte[kept + end - at];
      System.arraycopy(name, 0, whole, 0, kept);
      bytes.get(at, whole, kept, end - at);
      name = whole;
      if (name.length == 0 || length != Math.min(name.length, 0xfff)) {
        return Optional.empty();
      }
      String text = new String(name, StandardCharsets.UTF_8);
      if (wanted.contains(text)) {
        found.add(text);
      }
      // Up to version 3, an entry ends with one to eight NULs, at a multiple of eight bytes.
      at = version == 4 ? end + 1 : start + ((end - start + 8) & ~7);
    }
    return Optional.of(found);
  }
}
