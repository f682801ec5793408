package dev.sandboxed.live;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What a person has typed at a terminal and no program has read. */
@SuppressWarnings("restricted")
public final class TypedAhead {

  private static final int STANDARD_INPUT = 0;

  // tcflush(3): TCIFLUSH on Linux.
  private static final int INPUT = 0;

  private static final MethodHandle TCFLUSH =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().find("tcflush").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private TypedAhead() {}

  /**
   * Forgets it, also the line that is not finished: of that no stream of Java says that it is
   * there. Where standard input is no terminal there is none.
   */
  public static void discard() {
    try {
      int _ = (int) TCFLUSH.invokeExact(STANDARD_INPUT, INPUT);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
