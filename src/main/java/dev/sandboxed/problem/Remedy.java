package dev.sandboxed.problem;

/** What a person can do about a problem, where many have the same remedy. */
public final class Remedy {

  private Remedy() {}

  /**
   * How to get a program.
   *
   * @param debianPackage the package that has it, of Debian and Ubuntu alike
   */
  public static String install(String debianPackage) {
    return "install it (Debian, Ubuntu: apt-get install " + debianPackage + ")";
  }
}
