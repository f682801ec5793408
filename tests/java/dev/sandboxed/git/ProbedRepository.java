package dev.sandboxed.git;

import dev.sandboxed.files.Programs;
import dev.sandboxed.fixture.Disk;
import dev.sandboxed.fixture.ThisMachine;
import dev.sandboxed.host.Project;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A repository in a home, made by the real git, and what is found out about it. */
abstract class ProbedRepository {

  @TempDir Path temporary = Path.of("");

  final Map<String, String> environment = new HashMap<>();
  Path home = Path.of("");
  Path shop = Path.of("");

  @BeforeEach
  void aRepository() throws IOException {
    home = Disk.directory(temporary.toRealPath().resolve("home"));
    shop = home.resolve("shop");
    Git.in(
        home,
        "git init -q --template= shop && mkdir shop/.git/hooks && git -C shop commit -q --allow-empty -m Begin");
  }

  GitFacts look(Path project, Path... enclosing) {
    return RepositoryProbe.look(
        new Project(project, project, List.of(enclosing)),
        PointerProbe.look(ThisMachine.INQUIRY, project),
        true,
        git(),
        persons());
  }

  GitEnvironment persons() {
    return new GitEnvironment(home, List.of(home.resolve(".gitconfig")), environment);
  }

  static Programs git() {
    return Programs.on(ThisMachine.INQUIRY, "/usr/bin:/bin");
  }

  List<String> controls(Path project) {
    return names(look(project).controls().stream().map(GitControl::path).toList());
  }

  List<String> names(List<Path> paths) {
    return paths.stream().map(path -> home.relativize(path).toString()).toList();
  }
}
