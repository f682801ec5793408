package dev.sandboxed.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Classes and methods that reach files, the environment, processes or the network; a {@code Path}
 * is only a value.
 */
final class Effects {

  private static final Pattern CLASSES =
      Pattern.compile(
          "java\\.nio\\.file\\.(Files|.*Stream|.*Channel)"
              + "|java\\.nio\\.channels\\..*"
              + "|java\\.io\\.(File.*|RandomAccessFile)"
              + "|java\\.lang\\.(Process.*|Runtime)"
              // A literal and a spelling are values; a name is a question to a resolver.
              + "|java\\.net\\.(?!(Inet4?Address|URI|IDN)$).*"
              + "|org\\.apache\\.commons\\.exec\\..*");

  private static final Map<String, Set<String>> METHODS =
      Map.of(
          "java.lang.System",
          Set.of("getenv", "getProperty", "getProperties", "setProperty", "exit"),
          "java.net.InetAddress",
          Set.of(
              "getByName",
              "getAllByName",
              "getLocalHost",
              "getHostName",
              "getCanonicalHostName",
              "isReachable"),
          "java.nio.file.Path",
          Set.of("toRealPath", "toAbsolutePath", "toFile", "register"));

  private Effects() {}

  static DescribedPredicate<JavaClass> touchesTheMachine() {
    return DescribedPredicate.describe(
        "touch the machine", javaClass -> !effectsOf(javaClass).isEmpty());
  }

  static ArchCondition<JavaClass> touchTheMachine() {
    return new ArchCondition<>("touch the machine") {
      @Override
      public void check(JavaClass javaClass, ConditionEvents events) {
        for (String effect : effectsOf(javaClass)) {
          events.add(
              SimpleConditionEvent.satisfied(javaClass, javaClass.getName() + " uses " + effect));
        }
      }
    };
  }

  static Set<String> effectsOf(JavaClass javaClass) {
    Set<String> effects = new TreeSet<>();
    javaClass.getDirectDependenciesFromSelf().stream()
        .map(dependency -> dependency.getTargetClass().getName())
        .filter(name -> CLASSES.matcher(name).matches())
        .forEach(effects::add);
    for (JavaAccess<?> access : List.copyOf(javaClass.getAccessesFromSelf())) {
      String owner = access.getTargetOwner().getName();
      if (METHODS.getOrDefault(owner, Set.of()).contains(access.getName())) {
        effects.add(owner + "." + access.getName());
      }
    }
    return effects;
  }
}
