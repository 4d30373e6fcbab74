package dev.coxswain.apimachinery.apply;

import java.time.Instant;

/// Who writes, and through what.
///
/// @param manager the field manager the request names, or what stands before the first `/` of the
///   user agent
/// @param apiVersion the group and version in which the request speaks
/// @param subresource empty for the object itself
/// @param reset what this way of writing cannot change, such as `status` of the object itself;
///   nobody comes to own it
public record Writer(
    String manager, String apiVersion, String subresource, FieldSet reset, Instant now) {

  /// Somebody who writes the object itself and may change all of it.
  public static Writer of(String manager, String apiVersion, Instant now) {
    return new Writer(manager, apiVersion, "", FieldSet.EMPTY, now);
  }

  /// The same for an object of another group and version.
  public Writer in(String otherVersion) {
    return new Writer(manager, otherVersion, subresource, reset, now);
  }

  public Writer through(String subresource) {
    return new Writer(manager, apiVersion, subresource, reset, now);
  }

  public Writer without(FieldSet reset) {
    return new Writer(manager, apiVersion, subresource, reset, now);
  }

  Manager as(String operation) {
    return Manager.of(manager, operation, apiVersion, subresource);
  }

  Writer named(String name) {
    return new Writer(name, apiVersion, subresource, reset, now);
  }
}
