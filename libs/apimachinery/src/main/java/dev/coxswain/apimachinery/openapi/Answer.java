package dev.coxswain.apimachinery.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;

/// What an operation answers if it succeeds.
sealed interface Answer {
  /// An object of the contract, in each of its encodings.
  record Typed(Descriptor type) implements Answer {}

  /// Text that documents say nothing about, such as a log.
  record Text(String mediaType) implements Answer {}

  /// A JSON object that is no part of the contract.
  ///
  /// @param name under which the schema is defined
  record Described(String name, ObjectNode schema) implements Answer {}
}
