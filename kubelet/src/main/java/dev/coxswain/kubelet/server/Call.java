package dev.coxswain.kubelet.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Optional;

/// A request: the words of its path, and its parameters.
record Call(List<String> path, QueryStringDecoder query) {

  static Call of(String uri) {
    var query = new QueryStringDecoder(uri);
    var words = List.of(query.path().split("/")).stream().filter(word -> !word.isEmpty()).toList();
    return new Call(words, query);
  }

  String first() {
    return path.isEmpty() ? "" : path.getFirst();
  }

  List<String> all(String name) {
    return query.parameters().getOrDefault(name, List.of());
  }

  Optional<String> text(String name) {
    return all(name).stream().filter(value -> !value.isEmpty()).findFirst();
  }

  boolean flag(String name) {
    return text(name).map(value -> value.equals("1") || value.equals("true")).orElse(false);
  }
}
