package dev.sandboxed.e2e.world;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A test that would fail if these keys were read and not obeyed: it sees in the running sandbox, or
 * afterwards on the host, what each of them changes. {@code EveryKeyTest} compares them with the
 * schema.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Flips {

  /** Keys of a profile, with dots, for example {@code filesystem.deny.keys}. */
  String[] profile() default {};

  /** Keys of an agent definition. */
  String[] agent() default {};

  /** Keys of both, each tried in both. */
  String[] shared() default {};
}
