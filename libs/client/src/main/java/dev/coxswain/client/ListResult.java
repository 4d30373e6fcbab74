package dev.coxswain.client;

import com.google.protobuf.Message;
import java.util.List;

/// The objects of one consistent state, by namespace and name.
///
/// @param resourceVersion the state; a watch can go on from it
/// @param continueToken for the next part; empty when this is the last
public record ListResult<M extends Message>(
    List<M> items, String resourceVersion, String continueToken) {
  public ListResult {
    items = List.copyOf(items);
  }
}
