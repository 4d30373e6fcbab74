package dev.coxswain.apimachinery.schema;

/// What a scalar may be, with the Go type that messages mention.
public enum ScalarType {
  STRING("string"),
  BOOLEAN("bool"),
  INT32("int32"),
  INT64("int64"),
  DOUBLE("float64"),
  BYTES("[]uint8"),
  /// Has its own syntax, which may be text or number: quantities, times and the like.
  UNTYPED("");

  private final String goName;

  ScalarType(String goName) {
    this.goName = goName;
  }

  public String goName() {
    return goName;
  }

  public boolean isNumeric() {
    return this == INT32 || this == INT64 || this == DOUBLE;
  }
}
