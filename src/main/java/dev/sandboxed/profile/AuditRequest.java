package dev.sandboxed.profile;

import dev.sandboxed.problem.Located;
import java.util.Optional;

/**
 * What a layer says about what is told afterwards.
 *
 * @param changes whether the person is told after the session what changed in the project
 */
public record AuditRequest(Optional<Located<Boolean>> changes) {

  public static final AuditRequest SILENT = new AuditRequest(Optional.empty());
}
