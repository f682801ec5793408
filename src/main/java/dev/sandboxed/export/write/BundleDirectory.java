package dev.sandboxed.export.write;

import dev.sandboxed.export.OciBundle;
import dev.sandboxed.files.write.Leftovers;
import dev.sandboxed.files.write.PrivateFiles;
import dev.sandboxed.problem.Printable;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.Quoted;
import dev.sandboxed.problem.UserFailure;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/**
 * A directory for a bundle: one that is not there, or is empty.
 *
 * @param path without symlinks
 */
public record BundleDirectory(Path path) {

  private static final FileAttribute<Set<PosixFilePermission>> CLOSED =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------"));

  /**
   * Finds the place.
   *
   * @throws UserFailure if something is there, or it could not be made
   */
  public static BundleDirectory at(Path wanted) {
    try {
      Path name = wanted.getFileName();
      if (name == null) {
        throw inTheWay(wanted);
      }
      Path place = wanted.resolveSibling("").toRealPath().resolve(name);
      if (Files.exists(place, LinkOption.NOFOLLOW_LINKS) && !isEmptyDirectory(place)) {
        throw inTheWay(wanted);
      }
      return new BundleDirectory(place);
    } catch (NoSuchFileException e) {
      Path above = wanted.resolveSibling("");
      throw new UserFailure(
          Problem.of(
              "export.no-directory",
              "there is no directory "
                  + Printable.whole(above.toString())
                  + " to put the bundle in",
              "make it: mkdir -p " + Quoted.forShell(above)));
    } catch (IOException e) {
      throw PrivateFiles.notWritable(wanted.resolveSibling(""), e);
    }
  }

  private static boolean isEmptyDirectory(Path place) throws IOException {
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(place)) {
      return !entries.iterator().hasNext();
    }
  }

  private static UserFailure inTheWay(Path wanted) {
    return new UserFailure(
        Problem.of(
            "export.in-the-way",
            Printable.whole(wanted.toString())
                + " is not an empty directory, and nothing is overwritten",
            "choose a name that is free"));
  }

  /**
   * Writes a bundle, which others cannot read. It gets its name when it is whole.
   *
   * @throws UserFailure if that is not possible; nothing is left of it then
   */
  public void write(OciBundle bundle) {
    Path unfinished = Leftovers.unfinished(path);
    try {
      Files.createDirectory(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (Map.Entry<String, byte[]> file : bundle.files().entrySet()) {
        Path at = unfinished.resolve(file.getKey());
        Files.createDirectories(at.resolveSibling(""));
        Files.write(at, file.getValue());
        // An agent reads them as it would in /etc; nobody else can come here.
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rw-r--r--"));
      }
      for (String closed : bundle.closed()) {
        Files.createFile(unfinished.resolve(closed), CLOSED);
      }
      for (String directory : bundle.directories()) {
        Path at = Files.createDirectories(unfinished.resolve(directory));
        Files.setPosixFilePermissions(at, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      for (Map.Entry<String, String> link : bundle.links().entrySet()) {
        Files.createSymbolicLink(unfinished.resolve(link.getKey()), Path.of(link.getValue()));
      }
      // Over an empty directory, and over nothing else.
      Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      Leftovers.delete(unfinished);
      throw inTheWay(path);
    } catch (IOException e) {
      Leftovers.delete(unfinished);
      throw PrivateFiles.notWritable(path.resolveSibling(""), e);
    }
  }
}
