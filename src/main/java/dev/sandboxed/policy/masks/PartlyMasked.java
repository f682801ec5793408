package dev.sandboxed.policy.masks;

import dev.sandboxed.host.survey.Details;
import dev.sandboxed.host.survey.MaskedText;
import dev.sandboxed.policy.paths.Grant;
import dev.sandboxed.problem.Remark;
import dev.sandboxed.profile.Access;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The grants of files that are shown in part, with what is shown of each.
 *
 * @param grants all grants; a file of which nothing can be shown is denied
 * @param texts by the places inside
 */
public record PartlyMasked(List<Grant> grants, Map<Path, String> texts, List<Remark> remarks) {

  public PartlyMasked {
    grants = List.copyOf(grants);
    texts = Map.copyOf(texts);
    remarks = List.copyOf(remarks);
  }

  /** Replaces what the masks of grants find. */
  public static PartlyMasked of(List<Grant> grants, Details details) {
    List<Grant> decided = new ArrayList<>();
    Map<Path, String> texts = new TreeMap<>();
    List<Remark> remarks = new ArrayList<>();
    for (Grant grant : grants) {
      if (grant.masks().isEmpty()) {
        decided.add(grant);
        continue;
      }
      MaskedText read =
          details
              .texts()
              .getOrDefault(grant.source(), new MaskedText.None("nobody has looked into it"));
      switch (PartialMask.of(grant.masks(), read)) {
        case MaskedText.Text shown -> {
          decided.add(grant);
          texts.put(grant.path(), shown.text());
        }
        case MaskedText.None nothing -> {
          decided.add(
              new Grant(
                  grant.path(), grant.source(), Access.DENY, grant.directory(), grant.origin()));
          remarks.add(
              Remark.from(
                  grant.origin(),
                  "paths.masked-as-a-whole",
                  grant.path() + " is masked as a whole: " + nothing.why()));
        }
      }
    }
    return new PartlyMasked(decided, texts, remarks);
  }
}
