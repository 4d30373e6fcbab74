package dev.coxswain.apimachinery.selector;

/// How a label is compared; `text` is what stands between key and values.
public enum Operator {
  IN(" in "),
  NOT_IN(" notin "),
  EQUALS("="),
  DOUBLE_EQUALS("=="),
  NOT_EQUALS("!="),
  GREATER_THAN(">"),
  LESS_THAN("<"),
  EXISTS(""),
  DOES_NOT_EXIST("");

  private final String text;

  Operator(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
