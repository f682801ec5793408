package dev.sandboxed.build;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What javac leaves to be linked, each in several forms. */
final class Linked {

  private Linked() {}

  sealed interface Shape {

    /** A switch in an interface, whose helper is a method of the interface. */
    default String kind() {
      return switch (this) {
        case Circle _ -> "round";
        case Square _ -> "square";
        case Nothing _ -> "nothing";
      };
    }
  }

  record Circle(double radius, float weight) implements Shape {}

  record Square(long side, @Nullable String name) implements Shape {}

  record Nothing() implements Shape {}

  record Everything(
      boolean a,
      byte b,
      char c,
      short d,
      int e,
      long f,
      float g,
      double h,
      @Nullable Object i,
      List<String> j) {}

  static List<Object> answers() {
    List<Object> answers = new ArrayList<>();
    List<Shape> shapes =
        List.of(
            new Circle(0.0, 1),
            new Circle(-0.0, 1),
            new Circle(Double.NaN, Float.NaN),
            new Circle(Double.NaN, Float.NaN),
            new Square(1, null),
            new Square(1, null),
            new Square(1L << 40, "x"),
            new Nothing(),
            new Nothing());
    for (Shape one : shapes) {
      answers.add(one.kind());
      answers.add(guarded(one));
      answers.add(one.hashCode());
      for (Shape other : shapes) {
        answers.add(one.equals(other));
      }
    }
    answers.add(guarded(null));
    Everything all = everything(7);
    answers.add(all.hashCode());
    answers.add(all.equals(everything(7)));
    answers.add(all.equals(everything(8)));
    Object other = "something else";
    answers.add(all.equals(other));
    answers.add(all.toString());
    answers.add(all.j());
    return answers;
  }

  private static Everything everything(int number) {
    return new Everything(
        true, (byte) -1, 'c', (short) 3, number, Long.MIN_VALUE, -0.0f, 1e300, null, List.of("j"));
  }

  /** A case whose guard fails goes on with the next, from where the switch was. */
  private static String guarded(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Square square when square.side() > 1 -> "large";
      case Square(long side, String name) when name != null -> side + name;
      case Square _ -> "small";
      case Circle circle when circle.radius() == 0 -> "point";
      case Shape shape -> shape.kind();
      default -> "no shape";
    };
  }
}
