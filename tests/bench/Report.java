import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Makes JSON and Markdown tables from what was measured. Started with four files: the machine and
 * the samples, which tests/bench/run writes line by line, then the two to write.
 */
final class Report {

  private record Sample(String part, String label, String what, double number, String unit) {}

  private record Row(String label, String what, String unit, List<Double> numbers, double ratio) {
    double median() {
      int half = numbers.size() / 2;
      return numbers.size() % 2 == 1
          ? numbers.get(half)
          : (numbers.get(half - 1) + numbers.get(half)) / 2;
    }
  }

  private Report() {}

  public static void main(String[] files) throws IOException {
    Map<String, String> machine = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of(files[0]))) {
      String[] fields = line.split("\t", 2);
      machine.put(fields[0], fields[1]);
    }
    Map<String, List<Sample>> parts = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of(files[1]))) {
      String[] fields = line.split("\t", -1);
      double number = Double.parseDouble(fields[3]);
      boolean time = fields[4].equals("us");
      parts
          .computeIfAbsent(fields[0], part -> new ArrayList<>())
          .add(
              new Sample(
                  fields[0],
                  fields[1],
                  fields[2],
                  time ? number / 1000 : number,
                  time ? "ms" : fields[4]));
    }
    Map<String, List<Row>> tables = new LinkedHashMap<>();
    parts.forEach((part, samples) -> tables.put(part, rows(samples)));
    Files.writeString(Path.of(files[2]), json(machine, tables));
    Files.writeString(Path.of(files[3]), markdown(machine, tables));
  }

  /** One for each thing measured; those of a case are compared with its first. */
  private static List<Row> rows(List<Sample> samples) {
    Map<List<String>, List<Double>> numbers = new LinkedHashMap<>();
    for (Sample sample : samples) {
      numbers
          .computeIfAbsent(
              List.of(sample.label(), sample.what(), sample.unit()), key -> new ArrayList<>())
          .add(sample.number());
    }
    Map<String, Double> first = new LinkedHashMap<>();
    List<Row> rows = new ArrayList<>();
    numbers.forEach((key, found) -> {
      Row row = new Row(key.get(0), key.get(1), key.get(2), found.stream().sorted().toList(), 1);
      double basis = first.computeIfAbsent(row.label(), label -> row.median());
      double ratio = basis > 0 ? row.median() / basis : 0;
      rows.add(new Row(row.label(), row.what(), row.unit(), row.numbers(), ratio));
    });
    return rows;
  }

  private static String markdown(Map<String, String> machine, Map<String, List<Row>> tables) {
    StringBuilder text = new StringBuilder();
    machine.forEach(
        (name, value) -> text.append("- ").append(name).append(": ").append(value).append('\n'));
    tables.forEach((part, rows) -> {
      text.append("\n## ").append(part).append("\n\n");
      text.append("| | | median | least to most | ratio |\n|---|---|--:|--:|--:|\n");
      for (Row row : rows) {
        text.append(
            String.format(
                Locale.ROOT,
                "| %s | %s | %s %s | %s to %s | %.2f |%n",
                row.label(),
                row.what(),
                number(row.median()),
                row.unit(),
                number(row.numbers().getFirst()),
                number(row.numbers().getLast()),
                row.ratio()));
      }
    });
    return text.toString();
  }

  private static String number(double number) {
    return String.format(Locale.ROOT, number < 100 ? "%.1f" : "%.0f", number);
  }

  private static String json(Map<String, String> machine, Map<String, List<Row>> tables) {
    List<String> facts = new ArrayList<>();
    machine.forEach((name, value) -> facts.add("    " + quoted(name) + ": " + quoted(value)));
    List<String> measured = new ArrayList<>();
    tables.forEach((part, rows) ->
        rows.forEach(row ->
            measured.add(
                String.format(
                    Locale.ROOT,
                    "    {\"part\": %s, \"case\": %s, \"what\": %s, \"unit\": %s,"
                        + " \"median\": %.3f, \"ratio\": %.3f, \"all\": %s}",
                    quoted(part),
                    quoted(row.label()),
                    quoted(row.what()),
                    quoted(row.unit()),
                    row.median(),
                    row.ratio(),
                    row.numbers()))));
    return "{\n  \"machine\": {\n"
        + String.join(",\n", facts)
        + "\n  },\n  \"measured\": [\n"
        + String.join(",\n", measured)
        + "\n  ]\n}\n";
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
