package dev.sandboxed.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.seccomp.Architecture;
import dev.sandboxed.seccomp.NamedCalls;
import dev.sandboxed.seccomp.Rule;
import dev.sandboxed.seccomp.Use;
import java.util.List;

/**
 * The system call filter as an OCI runtime has libseccomp make it. 32-bit programs, whose calls are
 * those of an architecture that is not named, are killed.
 */
final class OciSeccomp {

  private OciSeccomp() {}

  static ObjectNode of(List<Rule> rules, Architecture architecture) {
    ObjectNode seccomp = JsonNodeFactory.instance.objectNode();
    seccomp.put("defaultAction", "SCMP_ACT_ERRNO");
    seccomp.put("defaultErrnoRet", NamedCalls.OTHERWISE.number());
    seccomp.putArray("architectures").add("SCMP_ARCH_" + architecture.name());
    ArrayNode calls = seccomp.putArray("syscalls");
    NamedCalls.of(rules).forEach(entry -> add(calls, entry));
    return seccomp;
  }

  private static void add(ArrayNode calls, NamedCalls.Entry entry) {
    ObjectNode call = calls.addObject();
    ArrayNode names = call.putArray("names");
    entry.calls().forEach(names::add);
    entry
        .refused()
        .ifPresentOrElse(
            verdict -> call.put("action", "SCMP_ACT_ERRNO").put("errnoRet", verdict.number()),
            () -> call.put("action", "SCMP_ACT_ALLOW"));
    if (entry.use().arguments().isEmpty()) {
      return;
    }
    // All of them together, because no two are about the same argument.
    ArrayNode arguments = call.putArray("args");
    entry.use().arguments().forEach((index, bits) -> argument(arguments, index, bits));
  }

  private static void argument(ArrayNode arguments, int index, Use.Bits bits) {
    arguments
        .addObject()
        .put("index", index)
        .put("value", Integer.toUnsignedLong(bits.mask()))
        .put("valueTwo", Integer.toUnsignedLong(bits.value()))
        .put("op", "SCMP_CMP_MASKED_EQ");
  }
}
