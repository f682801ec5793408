package dev.sandboxed.nix;

import dev.sandboxed.files.Inquiry;
import dev.sandboxed.nix.flake.PackageWords;
import dev.sandboxed.nix.store.BuildResult;
import dev.sandboxed.nix.store.PathInfo;
import dev.sandboxed.nix.store.StoreClosure;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.problem.Problem;
import dev.sandboxed.problem.UserFailure;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Asks Nix. Each question is one run of the {@code nix} program; all of them throw a {@link
 * UserFailure} if it is missing, fails, takes too long or prints something unexpected.
 */
public final class NixCli {

  // Bubblewrap takes 9000 arguments, the kernel 2 MiB of them; a store path is up to 255 bytes.
  private static final int ROOTS_PER_RUN = 4000;

  private final Inquiry inquiry;
  private final NixProcess process;
  private final Confinement.Leashed leashed;
  private final Progress progress;

  /**
   * Starts nothing yet.
   *
   * @param nix the program, see {@link NixProgram}
   * @param bubblewrap the program, which makes sure that no process of Nix outlives sandboxed
   * @param environment the whole environment that Nix gets
   */
  public NixCli(
      Inquiry inquiry,
      Path nix,
      Path bubblewrap,
      Map<String, String> environment,
      NixLimits limits,
      Progress progress) {
    this.inquiry = inquiry;
    this.process = new NixProcess(nix, bubblewrap, limits, progress);
    this.leashed = new Confinement.Leashed(Path.of("/"), environment);
    this.progress = progress;
  }

  /**
   * Builds or downloads packages.
   *
   * @param project what relative installables start from; flakes in it are refused, since an agent
   *     can write them, and what they say would run without a sandbox
   * @return the outputs each of them installs, in the order of the installables
   * @throws UserFailure also with every installable that is refused
   */
  public List<StorePath> build(Path project, List<String> installables) {
    if (installables.isEmpty()) {
      return List.of();
    }
    List<String> words = PackageWords.outside(inquiry, project, installables);
    String step = "build " + String.join(" ", words);
    progress.report("getting " + String.join(", ", installables));
    Stream<String> options =
        Stream.of("build", "--json", "--no-link", "--no-write-lock-file", "--");
    List<String> arguments = Stream.concat(options, words.stream()).toList();
    return BuildResult.outputs(process.output(NixRun.repeatable(leashed, step, arguments)), step);
  }

  /**
   * All that some store paths need at run time, and its size.
   *
   * <p>One {@code nix path-info} answers both. Its lines of text are read, because its JSON is a
   * list in some versions of Nix and a map in others; {@code nix-store -qR} knows no sizes.
   *
   * @throws UserFailure also if a root is not in the store, naming each one that is not
   */
  public StoreClosure closure(Collection<StorePath> roots) {
    return closure(roots, ROOTS_PER_RUN);
  }

  StoreClosure closure(Collection<StorePath> roots, int rootsPerRun) {
    List<StorePath> distinct = List.copyOf(new TreeSet<>(roots));
    // Otherwise Nix would try to build or download the missing ones.
    refuse(
        distinct.stream()
            .filter(root -> !inquiry.exists(Path.of(root.path()), LinkOption.NOFOLLOW_LINKS)));
    SortedMap<StorePath, Long> sizes = new TreeMap<>();
    for (int start = 0; start < distinct.size(); start += rootsPerRun) {
      int end = Math.min(start + rootsPerRun, distinct.size());
      sizes.putAll(sizes(distinct.subList(start, end)));
    }
    // Older versions of Nix take a derivation's file to mean its outputs.
    refuse(distinct.stream().filter(root -> !sizes.containsKey(root)));
    return new StoreClosure(
        List.copyOf(sizes.keySet()), sizes.values().stream().mapToLong(Long::longValue).sum());
  }

  private Map<StorePath, Long> sizes(List<StorePath> roots) {
    List<String> arguments = new ArrayList<>(List.of("path-info", "--recursive", "--size", "--"));
    roots.forEach(root -> arguments.add(root.path()));
    String step = "path-info " + abbreviated(roots);
    return PathInfo.sizes(process.output(NixRun.repeatable(leashed, step, arguments)));
  }

  private static String abbreviated(List<StorePath> roots) {
    return roots.size() == 1 ? roots.get(0).path() : "for %d store paths".formatted(roots.size());
  }

  private static void refuse(Stream<StorePath> missing) {
    List<Problem> problems =
        missing
            .map(root ->
                Problem.of(
                    "nix.not-in-store",
                    root + " is not in the store",
                    "It may have been garbage-collected: enter the dev shell again."))
            .toList();
    if (!problems.isEmpty()) {
      throw new UserFailure(problems);
    }
  }
}
