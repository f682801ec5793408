# What nix/vm.nix tests, for NixOS' test driver; tests/nix/driver.py runs it without virtual machines.
# Whether somebody listens there.
LAN = "timeout 20 bash -c ': </dev/tcp/192.168.1.20/8000'"
INTERNET = "timeout 20 bash -c ': </dev/tcp/203.0.113.7/8000'"


def as_ada(command: str) -> str:
    return f"su - ada -c {quoted('cd project && ' + command)}"


def quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def sandboxed(command: str) -> str:
    return as_ada(f"probe-sandboxed --quiet -- {quoted(command)}")


start_all()
machine.wait_for_unit("multi-user.target")
for server in [lan, internet]:
    server.wait_for_unit("server.service")
    server.wait_for_open_port(8000)
machine.succeed("su - ada -c 'mkdir project && echo key >secret'")

with subtest("AppArmor has the policies for bwrap and unshare"):
    profiles = machine.succeed("cat /sys/kernel/security/apparmor/profiles")
    assert "sandboxed-bwrap (unconfined)" in profiles, profiles
    assert "sandboxed-unshare (unconfined)" in profiles, profiles

with subtest("an ordinary user starts an agent, which works in the project"):
    machine.succeed(sandboxed("echo made >by-the-agent"))
    assert machine.succeed(as_ada("cat by-the-agent")).strip() == "made"

with subtest("it finds nothing else of the person's"):
    assert machine.succeed(as_ada("cat ../secret")).strip() == "key"
    machine.fail(sandboxed("cat ../secret"))

with subtest("a host on the LAN is refused, which the machine itself reaches"):
    machine.succeed(as_ada(LAN))
    machine.fail(sandboxed(LAN))

with subtest("a host on the internet is reached"):
    machine.succeed(sandboxed(INTERNET))
