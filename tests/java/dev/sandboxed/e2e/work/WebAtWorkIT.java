package dev.sandboxed.e2e.work;

import static dev.sandboxed.e2e.world.OutcomeAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import dev.sandboxed.e2e.world.HostWorld;
import dev.sandboxed.e2e.world.Launch;
import dev.sandboxed.e2e.world.Outcome;
import dev.sandboxed.e2e.world.Profiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A web site is built, tested and looked at inside, with what npm and Debian have for it. */
class WebAtWorkIT {

  private final HostWorld world = HostWorld.create();

  @AfterEach
  void closeTheWorld() {
    world.close();
  }

  private void shell(String script, String... arguments) {
    assertThat(world.shell("set -e\n" + script, arguments)).succeeded();
  }

  private Launch offline() {
    return Launch.quietly(world).with("--network=none", "--env=NO_COLOR=1");
  }

  @Test
  void viteBuildsAndVitestTestsWhereAnEnvIsMasked() {
    NodePackages.install(world);
    shell(
        """
        echo '{"type": "module", "scripts": {"build": "vite build", "test": "vitest run"}}' >package.json
        echo "VITE_KEY=$1" >.env
        mkdir src
        echo '<div id=app></div><script type=module src=/src/main.js></script>' >index.html
        cat >src/main.js <<END
        import { sum } from './sum.js';
        app.textContent = 'sum=' + sum(20, 22) + (import.meta.env.VITE_KEY ?? 'no-key');
        END
        echo 'export const sum = (a, b) => a + b;' >src/sum.js
        cat >src/sum.test.js <<END
        import { expect, test } from 'vitest';
        import { sum } from './sum.js';
        test('adds', () => expect(sum(20, 22)).toBe(42));
        END
        """,
        world.envSecret());
    String build = "npm run build && npm test && cat dist/assets/*.js";

    assertThat(world.shell(build)).succeeded().outContains("sum=").outContains(world.envSecret());
    assertThat(offline().shell("rm -r dist && " + build))
        .succeeded()
        .outContains("1 passed")
        .outContains("sum=")
        .outContains("no-key")
        .outLacks(world.envSecret());
    // A test that is wrong fails inside, too.
    assertThat(offline().shell("sed -i s/42/43/ src/sum.test.js && npm test"))
        .exitedWith(1)
        .outContains("1 failed");
  }

  @Test
  void npmInstallsWhatARegistryOnThisMachineHas() throws Exception {
    Path files = Files.createDirectory(world.home().resolve("registry"));
    HttpServer registry =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), files, OutputLevel.NONE);
    registry.start();
    try {
      String address = "127.0.0.1:" + registry.getAddress().getPort();
      shell(
          """
          mkdir ~/tiny && cd ~/tiny
          echo '{"name": "tiny", "version": "1.0.0", "bin": "tiny.js"}' >package.json
          printf '#!/usr/bin/env node\\nconsole.log("tiny at work")\\n' >tiny.js
          npm pack --json --pack-destination ~/registry >packed.json
          node -e '
            const packed = JSON.parse(fs.readFileSync("packed.json"));
            const { integrity, filename } = Object.values(packed)[0];
            const one = { name: "tiny", version: "1.0.0", bin: { tiny: "tiny.js" },
                          dist: { integrity, tarball: `http://${process.argv[1]}/${filename}` } };
            fs.writeFileSync(process.env.HOME + "/registry/tiny",
                JSON.stringify({ name: "tiny", "dist-tags": { latest: "1.0.0" }, versions: { "1.0.0": one } }));
          ' "$1"
          cd ~/work/project
          echo "registry=http://$1/" >.npmrc
          echo '{"dependencies": {"tiny": "1.0.0"}}' >package.json
          npm install --package-lock-only --no-audit
          rm -rf ~/.npm
          """,
          address);
      String install = "npm ci --no-audit --fetch-retries=0 && npx tiny";

      assertThat(Launch.quietly(world).with("--reach=" + address).shell(install))
          .succeeded()
          .outContains("added 1 package")
          .outContains("tiny at work");
      assertThat(world.shell("node_modules/.bin/tiny; ls -d ~/.npm"))
          .outIs("tiny at work")
          .errContains("No such file");
      assertThat(Launch.quietly(world).shell(install)).failed().errContains("ECONNREFUSED");
    } finally {
      registry.stop(0);
    }
  }

  @Test
  void playwrightLooksAtAPageInChromium() {
    NodePackages.install(world);
    shell(
        """
        cat >look.mjs <<'END'
        import { once } from 'node:events';
        import { createServer } from 'node:http';
        import { chromium } from 'playwright-core';
        const page = '<title>Page</title><p id=x></p><script>x.textContent = 6 * 7</script>';
        const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(page));
        await once(server.listen(0, 'localhost'), 'listening');
        const browser = await chromium.launch({ executablePath: '/usr/bin/chromium' });
        const tab = await browser.newPage();
        await tab.goto('http://localhost:' + server.address().port);
        console.log(await tab.title(), await tab.locator('#x').textContent());
        await tab.screenshot({ path: 'shot.png' });
        await browser.close();
        server.close();
        END
        """);

    assertThat(offline().command("node", "look.mjs")).succeeded().outIs("Page 42");
    assertThat(world.shell("head -c 4 shot.png | tail -c 3")).outIs("PNG");
  }

  /** As docs/profile.md says of programs that make namespaces. */
  @Test
  void chromiumHasASandboxOfItsOwnOnlyWhereNamespacesAreAllowed() {
    String[] look = {"chromium", "--headless", "--dump-dom", "data:text/html,<p>Moin"};

    assertThat(offline().command(look)).failed().errContains("No usable sandbox");
    assertThat(offline().with(Profiles.nestedUserNamespaces(world)).command(look))
        .succeeded()
        .outContains("<p>Moin</p>");
  }

  @Test
  void anMcpServerWorksOverItsPipesAndSeesWhatTheSandboxShows() {
    NodePackages.install(world);
    shell(
        """
        cat >client.mjs <<'END'
        import { Client } from '@modelcontextprotocol/sdk/client/index.js';
        import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
        const client = new Client({ name: 'test', version: '1' });
        const args = [process.env.HOME];
        await client.connect(new StdioClientTransport({ command: 'node_modules/.bin/mcp-server-filesystem', args }));
        console.log((await client.listTools()).tools.map(tool => tool.name).join(' '));
        for (const path of [`${process.cwd()}/README.md`, `${process.cwd()}/.env`, `${process.env.HOME}/.ssh/id_rsa`]) {
          const answer = await client.callTool({ name: 'read_text_file', arguments: { path } });
          console.log(path, answer.isError ?? false, JSON.stringify(answer.content));
        }
        await client.callTool({ name: 'write_file', arguments: { path: `${process.cwd()}/made.txt`, content: 'by MCP' } });
        await client.close();
        END
        """);

    assertThat(world.run("node", "client.mjs"))
        .succeeded()
        .outContains(world.sshKey())
        .outContains(world.envSecret());
    Outcome inside = offline().shell("rm made.txt && node client.mjs");
    assertThat(inside)
        .succeeded()
        .outContains("read_text_file")
        .outContains("# A project")
        .outLacks(world.sshKey())
        .outLacks(world.envSecret());
    assertThat(world.project().resolve("made.txt")).hasContent("by MCP");
  }
}
