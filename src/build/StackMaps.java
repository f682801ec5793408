import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Gives the classes of a jar the stack maps that class files have had since Java 6, without which
 * the JVM leaves them out of its ahead-of-time cache: they would be read, parsed and verified at
 * every launch. picocli is compiled for Java 5. Nothing but the form of the class files changes.
 *
 * <p>Run by the build: {@code java src/build/StackMaps.java JAR…}. The same jar gives the same
 * bytes. A jar that needs nothing is not written.
 */
final class StackMaps {

  /** Class files below it have none: the JVM verifies them by inference (JVMS 4.10). */
  private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

  /** The lowest that javac still writes, and the newest that the other libraries have. */
  private static final int TARGET = ClassFile.JAVA_8_VERSION;

  private final ClassFile classFiles;

  private StackMaps(ZipFile jar) {
    // A stack map names the common superclass of two classes, which may both be in the jar.
    this.classFiles =
        ClassFile.of(
            ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(
                        type -> classFile(jar, type.descriptorString()))
                    .orElse(ClassHierarchyResolver.defaultResolver())
                    .cached()));
  }

  static void main(String[] jars) throws IOException {
    for (String name : jars) {
      Path old = Path.of(name);
      Path made = Path.of(name + ".new");
      boolean changed;
      try (ZipFile jar = new ZipFile(old.toFile());
          OutputStream file = Files.newOutputStream(made);
          ZipOutputStream output = new ZipOutputStream(file)) {
        changed = new StackMaps(jar).copy(jar, output);
      }
      if (changed) {
        Files.move(made, old, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.delete(made);
      }
    }
  }

  private boolean copy(ZipFile jar, ZipOutputStream output) throws IOException {
    boolean changed = false;
    for (ZipEntry entry : jar.stream().toList()) {
      byte[] before = content(jar, entry);
      byte[] after = entry.getName().endsWith(".class") ? withStackMaps(before) : before;
      changed |= before != after;
      ZipEntry copy = new ZipEntry(entry.getName());
      copy.setTimeLocal(entry.getTimeLocal());
      output.putNextEntry(copy);
      output.write(after);
      output.closeEntry();
    }
    return changed;
  }

  private byte[] withStackMaps(byte[] bytes) {
    ClassModel model = classFiles.parse(bytes);
    if (model.majorVersion() >= FIRST_WITH_STACK_MAPS) {
      return bytes;
    }
    ClassTransform newer =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(TARGET, 0);
          } else {
            builder.with(element);
          }
        };
    // A method body that is handed on as it is would keep its bytes.
    byte[] made =
        classFiles.transformClass(
            model,
            newer.andThen(
                ClassTransform.transformingMethodBodies((code, element) -> code.with(element))));
    classFiles.verify(made).stream()
        .findFirst()
        .ifPresent(error -> {
          throw error;
        });
    return made;
  }

  private static InputStream classFile(ZipFile jar, String descriptor) {
    ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + ".class");
    try {
      return entry == null ? null : jar.getInputStream(entry);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] content(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream input = jar.getInputStream(entry)) {
      return input.readAllBytes();
    }
  }
}
