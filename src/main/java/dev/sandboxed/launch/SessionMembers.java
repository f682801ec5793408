package dev.sandboxed.launch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sandboxed.plan.SandboxPlan;

/** What the trail says about a session, as far as its plan knows it. */
final class SessionMembers {

  private SessionMembers() {}

  /** The members of a JSON object, on one line and without its braces. */
  static String of(SandboxPlan plan) {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    members.put("agent", plan.workplace().agent());
    members.put("project", plan.project().toString());
    plan.workplace().profiles().forEach(members.putArray("profiles")::add);
    members.put("tier", plan.network().value().word());
    if (plan.aftermath().observing().isPresent()) {
      members.put("observed", true);
    }
    String object = members.toString();
    return object.substring(1, object.length() - 1);
  }
}
