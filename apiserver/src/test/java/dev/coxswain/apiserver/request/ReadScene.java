package dev.coxswain.apiserver.request;

import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apiserver.storage.Storage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/// A few objects that came and went, and how tests look at them.
///
/// The scene: `a` and `b` are created, that is `then`; afterwards `c` is created and `a` deleted.
abstract class ReadScene {
  static final String THEN = "then";
  static final String FUTURE = "4000000000";
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private final String namespace = "n" + NAMESPACES.incrementAndGet();
  PipelineFixture api;
  String then;

  /// A store that may hold other things already.
  interface Store {
    Storage storage();

    /// Forgets what was before.
    void compact(long revision);
  }

  abstract Store store();

  Storage storage() {
    return store().storage();
  }

  void compact(long revision) {
    store().compact(revision);
  }

  @BeforeEach
  void setTheScene() {
    api = new PipelineFixture(storage());
    create("a", "yes");
    create("b", "yes");
    then = list("", "", 0, "").resourceVersion();
    create("c", "yes");
    delete("a");
  }

  String version(String text) {
    return text.equals(THEN) ? then : text;
  }

  Target target(String name) {
    return Target.of(PipelineFixture.resource("v1", "configmaps"), namespace, name);
  }

  Target collection() {
    return target("");
  }

  void create(String name, String in) {
    api.create(
        target(name),
        "{\"metadata\":{\"name\":\"%s\",\"labels\":{\"in\":\"%s\"}}}".formatted(name, in));
  }

  void delete(String name) {
    api.delete(target(name), DeleteOptions.getDefaultInstance());
  }

  ApiResponse.Many list(String version, String match, long limit, String token) {
    return api.list(collection(), selection("", version, match, limit, token));
  }

  static ListSelection selection(
      String labels, String version, String match, long limit, String token) {
    return new ListSelection(labels, "", version, match, limit, token);
  }

  static List<String> names(ApiResponse.Many list) {
    return list.items().stream().map(o -> o.metadata().getName()).toList();
  }
}
