package dev.sandboxed.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sandboxed.environment.StoreRoot;
import dev.sandboxed.environment.Variable;
import dev.sandboxed.fixture.Machine;
import dev.sandboxed.host.tools.PersonTools;
import dev.sandboxed.host.tools.ToolPlace;
import dev.sandboxed.nix.store.StorePath;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.policy.paths.RootLink;
import dev.sandboxed.policy.paths.Visibility;
import dev.sandboxed.problem.Origin;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How much of Ana's PATH is inside. */
class PersonPathTest {

  private static final String MACHINE =
      "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";
  private static final String SHOP = "/home/ana/work/shop";
  private static final StorePath GO =
      new StorePath("/nix/store/00000000000000000000000000000001-go");

  private final List<Grant> grants = new ArrayList<>();
  private final List<ToolPlace> path = new ArrayList<>();
  private final Map<String, List<ToolPlace>> variables = new TreeMap<>();
  private final List<StoreRoot> roots = new ArrayList<>();
  private final List<Path> brought = new ArrayList<>();
  private Optional<ToolPlace> virtualEnvironment = Optional.empty();

  PersonPathTest() {
    grant(Access.READ, "/usr", "/usr");
    grant(Access.WRITE, SHOP, SHOP);
  }

  @Test
  void whatIsVisibleKeepsItsOrderInFrontOfTheMachine() {
    grant(Access.READ, "/home/ana/.nvm", "/home/ana/.nvm");
    on("/bin", "/usr/bin");
    on("/home/ana/.nvm/v22/bin");
    on("/usr/games");
    on("/home/ana/.cargo/bin");
    assertThat(inside())
        .isEqualTo("/bin:/home/ana/.nvm/v22/bin:/usr/games:" + MACHINE.replace(":/bin:", ":"));
    assertThat(String.join(":", own().after(List.of("/first")))).startsWith("/first:/bin:");
  }

  @Test
  void aPlaceCountsWhereEachLinkOnItsWayIsThereAndLeadsToIt() {
    grant(Access.READ, "/home/ana/moved", "/data/moved");
    grant(Access.READ, "/home/ana/links", "/home/ana/links");
    on("/home/ana/moved/bin", "/data/moved/bin");
    on("/home/ana/links/a", "/home/ana/moved/bin", "/data/moved/bin");
    on("/home/ana/links/b", "/opt/b/bin");
    on("/home/ana/elsewhere", "/home/ana/links/bin");
    assertThat(inside()).isEqualTo("/home/ana/moved/bin:/home/ana/links/a:" + MACHINE);
  }

  @Test
  void whatARuleMasksDoesNotCount() {
    grant(Access.READ, "/opt", "/opt");
    grant(Access.DENY, "/opt/x", "/opt/x");
    on("/opt/x/bin");
    assertThat(inside()).isEqualTo(MACHINE);
    assertThat(own().remark().orElseThrow().text()).contains("/opt/x/bin");
  }

  @Test
  void whatTheProgramBringsAlongCounts() {
    on("/home/ana/sdk/bin");
    brought.add(Path.of("/home/ana/sdk"));
    assertThat(inside()).startsWith("/home/ana/sdk/bin:");
  }

  @Test
  void anActiveVirtualEnvironmentOfTheProjectIsInFrontEvenIfPathDoesNotSaySo() {
    virtualEnvironment = Optional.of(place(SHOP + "/.venv/bin"));
    assertThat(inside()).startsWith(SHOP + "/.venv/bin:");
    on("/usr/bin");
    on(SHOP + "/.venv/bin");
    assertThat(inside()).startsWith("/usr/bin:" + SHOP + "/.venv/bin:");
    virtualEnvironment = Optional.of(place("/home/ana/venv/bin"));
    path.clear();
    assertThat(inside()).isEqualTo(MACHINE);
  }

  @Test
  void aVariableGoesAlongWithWhatItNames() {
    variables.put("VIRTUAL_ENV", List.of(place(SHOP + "/.venv")));
    variables.put("GOPATH", List.of(place(SHOP + "/go"), place("/home/ana/go")));
    variables.put("JAVA_HOME", List.of(place("/usr/lib/jvm/x")));
    variables.put("CARGO_HOME", List.of());
    assertThat(own().variables())
        .extracting(Variable.Pass::glob)
        .containsExactly("JAVA_HOME", "VIRTUAL_ENV");
  }

  @Test
  void whatIsMissingIsToldOnceWithWhatBringsIt() {
    assertThat(own().remark()).isEmpty();
    for (String name : new String[] {"a", "b", "c", "d", "e"}) {
      on("/home/ana/" + name);
    }
    path.add(new ToolPlace(Path.of("/empty"), List.of(Path.of("/empty")), false));
    assertThat(own().remark().orElseThrow().text())
        .isEqualTo(
            "--path DIR or --profile toolchains adds what is on your PATH and not inside: ~/a, ~/b, ~/c and 2 more");
    path.clear();
    on("/home/ana/.nix-profile/bin", GO.path() + "/bin");
    assertThat(own().remark().orElseThrow().text()).contains("--devshell=env adds what is");
  }

  @Test
  void aProfileOfTheProjectIsInsideWithTheDevShell() {
    on(SHOP + "/.devbox/bin", GO.path() + "/bin");
    assertThat(inside()).isEqualTo(MACHINE);
    assertThat(own().remark().orElseThrow().text())
        .contains("or sandboxed allow and --devshell=env");
    roots.add(new StoreRoot(GO, new Origin.BuiltIn("test")));
    assertThat(inside()).startsWith(SHOP + "/.devbox/bin:");
    assertThat(own().remark()).isEmpty();
  }

  private void grant(Access access, String path, String source) {
    grants.add(new Grant(Path.of(path), Path.of(source), access, true, new Origin.BuiltIn("test")));
  }

  private void on(String... way) {
    path.add(place(way));
  }

  private static ToolPlace place(String... way) {
    List<Path> places = Stream.of(way).map(Path::of).toList();
    return new ToolPlace(places.getFirst(), places, true);
  }

  private String inside() {
    return String.join(":", own().after(List.of()));
  }

  private PersonPath own() {
    PersonTools tools = new PersonTools(path, variables, virtualEnvironment, brought);
    List<RootLink> links =
        List.of(new RootLink(Path.of("/bin"), "usr/bin", new Origin.BuiltIn("test")));
    return new PersonPath(
        Machine.withUsr().facts(), tools, new Visibility(grants, links, roots, brought));
  }
}
