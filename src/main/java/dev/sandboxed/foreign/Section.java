package dev.sandboxed.foreign;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The settings in an object, which knows for which of them somebody asked. */
final class Section {

  private final Map<?, ?> settings;
  private final Set<String> asked = new HashSet<>();

  Section(Setting object) {
    settings = object.content() instanceof Map<?, ?> map ? map : Map.of();
  }

  /** An object without settings. */
  static Section empty(Setting place) {
    return new Section(new Setting(place.key(), place.at(), Map.of()));
  }

  Optional<Setting> get(String name) {
    asked.add(name);
    return Optional.ofNullable(settings.get(name)).map(Setting.class::cast);
  }

  void ifSaid(String name, Consumer<Setting> reader) {
    get(name).ifPresent(reader);
  }

  /** The entries of a list; none if nothing is said. */
  List<Setting> list(String name) {
    return get(name).map(Setting::list).orElse(List.of());
  }

  /** What nobody has asked for, by its name, in the order of the file. */
  Map<String, Setting> rest() {
    Map<String, Setting> rest = new LinkedHashMap<>();
    settings.forEach((name, setting) -> {
      if (!asked.contains((String) name)) {
        rest.put((String) name, (Setting) setting);
      }
    });
    return rest;
  }

  /** All that it says, in the order of the file. */
  Map<String, Setting> all() {
    Map<String, Setting> all = rest();
    all.keySet().forEach(asked::add);
    return all;
  }
}
