import static java.lang.constant.ConstantDescs.CD_Class;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Writes out in a jar's classes what javac leaves for the JVM to link when it is first reached:
 * which case of a {@code switch} over types an object is, and a record's {@code equals} and {@code
 * hashCode}. The ahead-of-time cache keeps nothing of either (JEP 483 keeps lambdas and the
 * concatenation of strings), so each would be generated anew in each cold launch, some forty of
 * them in a plan. What the classes do is the same.
 *
 * <p>Run by the build: {@code java src/build/PlainCalls.java JAR LIBRARY…}. The libraries are
 * looked into where a class of the jar knows one of theirs, and stay as they are. The same jar
 * gives the same bytes.
 */
final class PlainCalls {

  private static final String SWITCHES = "Ljava/lang/runtime/SwitchBootstraps;";

  private static final String RECORDS = "Ljava/lang/runtime/ObjectMethods;";

  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

  private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");

  /** Which a StringBuilder takes as numbers. */
  private static final Set<ClassDesc> SMALL = Set.of(CD_byte, CD_short);

  private final ClassFile classFiles;

  private PlainCalls(ClassLoader all) {
    this.classFiles =
        ClassFile.of(
            // Without what nothing uses any more.
            ClassFile.ConstantPoolSharingOption.NEW_POOL,
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(all).cached()));
  }

  static void main(String[] jars) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String name : jars) {
      urls.add(Path.of(name).toUri().toURL());
    }
    Path old = Path.of(jars[0]);
    Path made = Path.of(jars[0] + ".new");
    try (URLClassLoader all = new URLClassLoader(urls.toArray(URL[]::new));
        ZipFile jar = new ZipFile(old.toFile());
        OutputStream file = Files.newOutputStream(made);
        ZipOutputStream output = new ZipOutputStream(file)) {
      new PlainCalls(all).copy(jar, output);
    }
    Files.move(made, old, StandardCopyOption.ATOMIC_MOVE);
  }

  private void copy(ZipFile jar, ZipOutputStream output) throws IOException {
    for (ZipEntry entry : jar.stream().toList()) {
      byte[] before = content(jar, entry);
      ZipEntry copy = new ZipEntry(entry.getName());
      copy.setTimeLocal(entry.getTimeLocal());
      output.putNextEntry(copy);
      output.write(entry.getName().endsWith(".class") ? written(before) : before);
      output.closeEntry();
    }
  }

  /** The class file with every such call written out; the same bytes where there is none. */
  private byte[] written(byte[] bytes) {
    ClassModel model = classFiles.parse(bytes);
    Helpers helpers = new Helpers(model);
    byte[] made =
        classFiles.transformClass(
            model,
            ClassTransform.transformingMethodBodies(helpers.calls())
                .andThen(ClassTransform.endHandler(helpers::writeInto)));
    if (helpers.isEmpty()) {
      return bytes;
    }
    classFiles.verify(made).stream()
        .findFirst()
        .ifPresent(error -> {
          throw error;
        });
    return made;
  }

  /** The methods that a class is given, each in the place of one kind of call. */
  private static final class Helpers {

    private final ClassModel model;
    private final Map<String, Helper> made = new TreeMap<>();

    private record Helper(MethodTypeDesc type, Consumer<CodeBuilder> body) {}

    Helpers(ClassModel model) {
      this.model = model;
    }

    boolean isEmpty() {
      return made.isEmpty();
    }

    CodeTransform calls() {
      return (code, element) -> {
        Helper helper = element instanceof InvokeDynamicInstruction call ? helperFor(call) : null;
        if (helper == null) {
          code.with(element);
        } else {
          String name = "plain$" + made.size();
          made.put(name, helper);
          code.invokestatic(
              model.thisClass().asSymbol(),
              name,
              helper.type(),
              model.flags().has(AccessFlag.INTERFACE));
        }
      };
    }

    /** Null for a call that stays as it is. */
    private static Helper helperFor(InvokeDynamicInstruction call) {
      DirectMethodHandleDesc bootstrap = call.bootstrapMethod();
      List<ConstantDesc> given = call.bootstrapArgs();
      String owner = bootstrap.owner().descriptorString();
      MethodTypeDesc type = call.typeSymbol();
      if (owner.equals(SWITCHES)
          && bootstrap.methodName().equals("typeSwitch")
          && given.stream().allMatch(ClassDesc.class::isInstance)) {
        return new Helper(
            type, code -> typeSwitch(code, given.stream().map(ClassDesc.class::cast).toList()));
      }
      if (!owner.equals(RECORDS)) {
        return null;
      }
      // The record, the names of its components, and how to read each.
      ClassDesc record = (ClassDesc) given.getFirst();
      List<DirectMethodHandleDesc> components =
          given.stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
      return switch (call.name().stringValue()) {
        case "hashCode" -> new Helper(type, code -> hashCode(code, components));
        case "equals" -> new Helper(type, code -> equals(code, record, components));
        case "toString" -> new Helper(type, code -> string(code, record, components));
        default -> throw new IllegalArgumentException(call.toString());
      };
    }

    void writeInto(java.lang.classfile.ClassBuilder builder) {
      made.forEach((name, helper) ->
          builder.withMethodBody(
              name,
              helper.type(),
              ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC,
              helper.body()));
    }

    /**
     * As SwitchBootstraps.typeSwitch has it: -1 for null, the first case from the second argument
     * on, or their number.
     */
    private static void typeSwitch(CodeBuilder code, List<ClassDesc> cases) {
      Label some = code.newLabel();
      code.aload(0).ifnonnull(some).iconst_m1().ireturn().labelBinding(some);
      for (int at = 0; at < cases.size(); at++) {
        Label next = code.newLabel();
        code.iload(1).loadConstant(at).if_icmpgt(next);
        code.aload(0).instanceOf(cases.get(at)).ifeq(next);
        code.loadConstant(at).ireturn().labelBinding(next);
      }
      code.loadConstant(cases.size()).ireturn();
    }

    private static void hashCode(CodeBuilder code, List<DirectMethodHandleDesc> components) {
      code.iconst_0();
      for (DirectMethodHandleDesc component : components) {
        ClassDesc type = type(component);
        code.loadConstant(31).imul();
        load(code, 0, component);
        if (type.isPrimitive()) {
          code.invokestatic(box(type), "hashCode", MethodTypeDesc.of(CD_int, type));
        } else {
          code.invokestatic(OBJECTS, "hashCode", MethodTypeDesc.of(CD_int, CD_Object));
        }
        code.iadd();
      }
      code.ireturn();
    }

    private static void equals(
        CodeBuilder code, ClassDesc owner, List<DirectMethodHandleDesc> components) {
      Label other = code.newLabel();
      Label different = code.newLabel();
      code.aload(0).aload(1).if_acmpne(other).iconst_1().ireturn().labelBinding(other);
      code.aload(1).instanceOf(owner).ifeq(different);
      code.aload(1).checkcast(owner).astore(2);
      for (DirectMethodHandleDesc component : components) {
        ClassDesc type = type(component);
        load(code, 0, component);
        load(code, 2, component);
        if (type.isPrimitive()) {
          // Which takes one NaN for another, as a record does.
          code.invokestatic(box(type), "compare", MethodTypeDesc.of(CD_int, type, type));
          code.ifne(different);
        } else {
          code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object));
          code.ifeq(different);
        }
      }
      code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
    }

    private static void string(
        CodeBuilder code, ClassDesc owner, List<DirectMethodHandleDesc> components) {
      code.new_(BUILDER).dup().invokespecial(BUILDER, "<init>", MethodTypeDesc.of(CD_void));
      code.loadConstant(owner);
      code.invokevirtual(CD_Class, "getSimpleName", MethodTypeDesc.of(CD_String));
      append(code, CD_String);
      String before = "[";
      for (DirectMethodHandleDesc component : components) {
        code.loadConstant(before + component.methodName() + "=");
        append(code, CD_String);
        load(code, 0, component);
        ClassDesc type = type(component);
        append(code, !type.isPrimitive() ? CD_Object : SMALL.contains(type) ? CD_int : type);
        before = ", ";
      }
      code.loadConstant(components.isEmpty() ? "[]" : "]");
      append(code, CD_String);
      code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(CD_String)).areturn();
    }

    private static void append(CodeBuilder code, ClassDesc type) {
      code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, type));
    }

    private static void load(CodeBuilder code, int slot, DirectMethodHandleDesc component) {
      code.aload(slot).getfield(component.owner(), component.methodName(), type(component));
    }

    private static ClassDesc type(DirectMethodHandleDesc component) {
      return component.invocationType().returnType();
    }

    private static ClassDesc box(ClassDesc primitive) {
      return switch (TypeKind.from(primitive)) {
        case BOOLEAN -> ClassDesc.of("java.lang.Boolean");
        case BYTE -> ClassDesc.of("java.lang.Byte");
        case CHAR -> ClassDesc.of("java.lang.Character");
        case SHORT -> ClassDesc.of("java.lang.Short");
        case INT -> ClassDesc.of("java.lang.Integer");
        case LONG -> ClassDesc.of("java.lang.Long");
        case FLOAT -> ClassDesc.of("java.lang.Float");
        case DOUBLE -> ClassDesc.of("java.lang.Double");
        case REFERENCE, VOID -> throw new IllegalArgumentException(primitive.descriptorString());
      };
    }
  }

  private static byte[] content(ZipFile jar, ZipEntry entry) throws IOException {
    try (InputStream input = jar.getInputStream(entry)) {
      return input.readAllBytes();
    }
  }
}
