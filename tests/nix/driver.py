"""Runs the script of nix/vm.nix without virtual machines: driver.py SCRIPT HOME PROGRAMS POLICIES

Its commands run on this machine, as the user who runs it, in HOME for `su - ada`. PROGRAMS is the PATH of the machine in the
script. POLICIES are the AppArmor policies of its configuration, as no kernel has loaded them. The rest of what NixOS' driver
offers is not there, so that a name that it does not have fails here, too.
"""

import contextlib
import os
import subprocess
import sys
import traceback

script, home, programs, policies = sys.argv[1:]

SU = """\
[[ $# == 4 && $1 == - && $2 == ada && $3 == -c ]] || exit 64
cd "$HOME" && exec bash -c "$4"
"""


class Machine:
    def __init__(self, name: str, units: list[str], port: int | None = None):
        self.name, self.units, self.port = name, units, port

    def wait_for_unit(self, unit: str) -> None:
        assert unit in self.units, f"{self.name} has no unit {unit}"

    def wait_for_open_port(self, port: int) -> None:
        assert port == self.port, f"{self.name} does not listen on {port}"

    def succeed(self, command: str) -> str:
        status, out = self._execute(command)
        assert status == 0, f"{command}: exit status {status}: {out}"
        return out

    def fail(self, command: str) -> str:
        status, out = self._execute(command)
        # The shell's own: the command was not even tried.
        assert status not in (0, 64, 126, 127), f"{command}: exit status {status}: {out}"
        return out

    def _execute(self, command: str) -> tuple[int, str]:
        if command == "cat /sys/kernel/security/apparmor/profiles":
            return 0, "".join(f"{policy} (unconfined)\n" for policy in policies.split())
        shell = f"su() {{ (\n{SU}) }}\nset -euo pipefail\n{command}"
        environment = {**os.environ, "HOME": home, "PATH": f"{programs}:{os.environ['PATH']}"}
        done = subprocess.run(["bash", "-c", shell], env=environment, stdin=subprocess.DEVNULL, text=True, capture_output=True)
        return done.returncode, done.stdout if done.returncode == 0 else done.stdout + done.stderr


@contextlib.contextmanager
def subtest(name: str):
    print("subtest:", name)
    yield


names = {
    "machine": Machine("machine", ["multi-user.target"]),
    "lan": Machine("lan", ["server.service"], 8000),
    "internet": Machine("internet", ["server.service"], 8000),
    "start_all": lambda: None,
    "subtest": subtest,
}
with open(script, encoding="utf-8") as file:
    text = file.read()
try:
    exec(compile(text, script, "exec"), names)  # noqa: S102
except Exception:
    traceback.print_exc()
    sys.exit(1)
