import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Draws what is on a terminal as an SVG. Reads the lines, coloured as {@code tmux capture-pane -e}
 * has them, and leaves out what differs from machine to machine.
 */
final class TerminalPicture {

  private static final double CELL = 8.4;
  private static final int LINE = 19;
  private static final int MARGIN = 16;
  private static final int COLUMNS = 80;

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[([0-9;]*)m");
  private static final Pattern ROW = Pattern.compile("  (\\w+) +(.*)");

  // How many notes there are, and whether it fits to say how to see them.
  private static final Pattern KNOWN =
      Pattern.compile(
          "^(sandboxed: .* as before: .*?)(, (\u001b\\[[0-9;]*m)?[0-9]+ notes?.*| \\(--audit\\))?$");

  private TerminalPicture() {}

  public static void main(String[] arguments) throws IOException {
    String screen = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    System.out.print(picture(common(screen.lines().toList())));
  }

  /** The lines without notes, and without the values of rows that differ. */
  private static List<String> common(List<String> lines) {
    List<String> common = new ArrayList<>();
    boolean leavingOut = false;
    for (String line : lines) {
      String plain = COLOUR.matcher(line).replaceAll("");
      if (leavingOut && plain.startsWith(" ".repeat(13))) {
        continue;
      }
      Matcher row = ROW.matcher(plain);
      String label = row.matches() ? row.group(1) : "";
      leavingOut = List.of("blocked", "readable", "passed", "note").contains(label);
      switch (label) {
        case "blocked" ->
            common.add("  blocked    " + row.group(2).replaceAll(",? *[0-9].*|,$", "") + ", …");
        case "readable", "passed" -> common.add("  %-9s  …".formatted(label));
        case "note" -> {}
        default -> common.add(KNOWN.matcher(line).replaceFirst("$1, …"));
      }
    }
    return common;
  }

  private static String picture(List<String> lines) {
    int width = (int) (COLUMNS * CELL) + 2 * MARGIN;
    int height = lines.size() * LINE + 2 * MARGIN;
    StringBuilder svg =
        new StringBuilder(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%1$d" height="%2$d" role="img">
            <style>
            text { font: 14px ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #d0d7de; white-space: pre }
            .b { font-weight: bold; fill: #ffffff }
            .r { fill: #ff7b72 }
            .y { fill: #e3b341 }
            .p { fill: #7ee787 }
            </style>
            <rect width="%1$d" height="%2$d" rx="8" fill="#161b22"/>
            """
                .formatted(width, height));
    int y = MARGIN + LINE - 5;
    String style = "";
    for (String line : lines) {
      style = line(svg, line, y, style);
      y += LINE;
    }
    return svg.append("</svg>\n").toString();
  }

  /** Draws one line; a colour may go on in the next one. */
  private static String line(StringBuilder svg, String line, int y, String before) {
    String plain = COLOUR.matcher(line).replaceAll("");
    String style = before;
    // The length keeps the columns where the font is another one.
    String length =
        plain.isEmpty()
            ? ""
            : String.format(
                Locale.ROOT,
                " textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\"",
                plain.codePointCount(0, plain.length()) * CELL);
    svg.append("<text x=\"%d\" y=\"%d\"%s>".formatted(MARGIN, y, length));
    int from = 0;
    Matcher colour = COLOUR.matcher(line);
    while (colour.find()) {
      span(svg, line.substring(from, colour.start()), style);
      style = style(colour.group(1), style);
      from = colour.end();
    }
    span(svg, line.substring(from), style);
    svg.append("</text>\n");
    return style;
  }

  private static void span(StringBuilder svg, String text, String style) {
    if (text.isEmpty()) {
      return;
    }
    String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    svg.append(
        style.isEmpty() ? escaped : "<tspan class=\"" + style + "\">" + escaped + "</tspan>");
  }

  private static String style(String codes, String before) {
    String style = before;
    for (String code : codes.split(";")) {
      style =
          switch (code) {
            case "", "0", "22", "39" -> "";
            case "1" -> "b";
            case "31" -> "r";
            case "32" -> "p";
            case "33" -> "y";
            default -> style;
          };
    }
    return style;
  }
}
