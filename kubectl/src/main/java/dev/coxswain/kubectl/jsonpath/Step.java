package dev.coxswain.kubectl.jsonpath;

import java.util.List;
import java.util.OptionalInt;

/// One step of a path: from each value reached so far to the next ones.
sealed interface Step {
  /// A member of an object.
  record Member(String name) implements Step {}

  /// All members or elements.
  record Every() implements Step {}

  /// The value itself and everything below it.
  record Below() implements Step {}

  /// Elements of an array; numbers below zero count from the end.
  ///
  /// @param single one element by its index, which has to be there
  record Slice(OptionalInt from, OptionalInt to, int step, boolean single) implements Step {}

  /// What several steps lead to, one after another.
  record Union(List<Step> steps) implements Step {
    public Union {
      steps = List.copyOf(steps);
    }
  }

  /// The elements for which a comparison holds.
  record Filter(Operand left, String operator, Operand right) implements Step {}

  /// What a filter compares.
  sealed interface Operand {
    /// A path from the element.
    record Path(List<Step> steps) implements Operand {
      public Path {
        steps = List.copyOf(steps);
      }
    }

    record Text(String value) implements Operand {}

    record Quantity(double value) implements Operand {}

    record Truth(boolean value) implements Operand {}

    /// No second operand: the first only has to be there.
    record Nothing() implements Operand {}
  }
}
