package dev.sandboxed.e2e.kernel;

import dev.sandboxed.e2e.world.Outcome;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A system call that does no harm wherever it succeeds.
 *
 * @param name for people; unique
 * @param x86 its number on x86_64
 * @param aarch64 its number there
 * @param answer the number of the error inside, such as 1 for EPERM; 0 if it succeeds
 * @param arguments those that are not given are -1: no address, no descriptor, no known flags
 */
record Call(String name, int x86, int aarch64, int answer, List<Integer> arguments) {

  // For each word it prints the name and the number of the error, in a process of its own.
  private static final String TRY =
      """
      my $arm = `uname -m` =~ /aarch64/;
      for (@ARGV) {
        my ($name, $x86, $aarch64, @arguments) = split /,/;
        push @arguments, -1 while @arguments < 6;
        defined(my $child = fork) or die $!;
        if ($child) { waitpid $child, 0; next }
        alarm 5;
        my $done = syscall($arm ? $aarch64 : $x86, map { $_ + 0 } @arguments) != -1;
        print "$name=", $done ? 0 : $! + 0, "\\n";
        exit;
      }
      """;

  Call {
    arguments = List.copyOf(arguments);
  }

  static Call of(String name, int x86, int aarch64, int answer, Integer... arguments) {
    return new Call(name, x86, aarch64, answer, Arrays.asList(arguments));
  }

  /** The command that makes calls, and prints what {@link #answers} reads. */
  static String[] command(List<Call> calls) {
    return Stream.concat(Stream.of("perl", "-e", TRY), calls.stream().map(Call::word))
        .toArray(String[]::new);
  }

  private String word() {
    return Stream.of(Stream.of(name), Stream.of(x86), Stream.of(aarch64), arguments.stream())
        .flatMap(words -> words)
        .map(Object::toString)
        .collect(Collectors.joining(","));
  }

  /** The error of each call by its name, and 0 for one that succeeded. */
  static Map<String, Integer> answers(Outcome outcome) {
    Map<String, Integer> answers = new LinkedHashMap<>();
    outcome
        .out()
        .lines()
        .map(line -> line.split("=", -1))
        .forEach(parts -> answers.put(parts[0], Integer.valueOf(parts[1])));
    return answers;
  }

  @Override
  public String toString() {
    return name;
  }
}
