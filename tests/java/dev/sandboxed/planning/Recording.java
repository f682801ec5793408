package dev.sandboxed.planning;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.files.ProgramCall;
import dev.sandboxed.files.ProgramEnd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** All answers of an inquiry, to be given again without the world that gave them. */
final class Recording {

  private record Answer(@Nullable Object value, @Nullable Throwable failure) {
    @Nullable Object give() throws Throwable {
      if (failure != null) {
        throw failure;
      }
      return value;
    }
  }

  /** The output with each byte as one character. */
  private record Ran(ProgramEnd end, String output) {}

  private interface Source {
    Answer answer(Method method, Object[] arguments, String question) throws Throwable;
  }

  private final Map<String, Answer> answers = new ConcurrentHashMap<>();

  /** Asks the world, and keeps what it answers. */
  Inquiry of(Inquiry world) {
    return inquiry((method, arguments, question) -> {
      Answer answer = ask(world, method, arguments);
      answers.putIfAbsent(question, answer);
      return answer;
    });
  }

  /** Asks nobody. */
  Inquiry replayed() {
    return inquiry((method, arguments, question) -> {
      Answer answer = answers.get(question);
      if (answer == null) {
        throw new AssertionError("was not asked before: " + question);
      }
      return answer;
    });
  }

  private static Answer ask(Inquiry world, Method method, Object[] arguments) throws Throwable {
    try {
      if (method.getName().equals("run")) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ProgramEnd end = world.run((ProgramCall) arguments[0], output);
        return new Answer(new Ran(end, output.toString(StandardCharsets.ISO_8859_1)), null);
      }
      return new Answer(method.invoke(world, arguments), null);
    } catch (IOException e) {
      return new Answer(null, e);
    } catch (InvocationTargetException e) {
      return new Answer(null, e.getCause());
    }
  }

  private static Inquiry inquiry(Source source) {
    InvocationHandler handler =
        (proxy, method, given) -> {
          if (method.isDefault()) {
            return InvocationHandler.invokeDefault(proxy, method, given);
          }
          Object[] arguments = given == null ? new Object[0] : given;
          Object value = source.answer(method, arguments, question(method, arguments)).give();
          if (value instanceof Ran(ProgramEnd end, String output)) {
            ((OutputStream) arguments[1]).write(output.getBytes(StandardCharsets.ISO_8859_1));
            return end;
          }
          return value;
        };
    return (Inquiry)
        Proxy.newProxyInstance(
            Inquiry.class.getClassLoader(), new Class<?>[] {Inquiry.class}, handler);
  }

  private static String question(Method method, Object[] arguments) {
    Object[] asked = method.getName().equals("run") ? new Object[] {arguments[0]} : arguments;
    return method.getName() + Arrays.deepToString(asked);
  }
}
