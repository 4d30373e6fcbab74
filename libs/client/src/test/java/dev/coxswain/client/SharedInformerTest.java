package dev.coxswain.client;

import static dev.coxswain.client.Objects.NOW;
import static dev.coxswain.client.Objects.key;
import static dev.coxswain.client.Objects.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.apimachinery.scheme.Scheme;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.client.fake.FakeApiClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedInformerTest {
  private final FakeApiClient client = new FakeApiClient(new ManualClock());
  private final InformerFactory informers = new InformerFactory(client);
  private final SharedInformer<ConfigMap> informer = informers.informer(ConfigMap.class);
  private final List<String> seen = new ArrayList<>();

  SharedInformerTest() {
    informer.addHandler(
        new ResourceHandler<ConfigMap>() {
          @Override
          public void onAdd(ConfigMap object) {
            seen.add("+" + object.getMetadata().getName());
          }

          @Override
          public void onUpdate(ConfigMap before, ConfigMap after) {
            seen.add("~" + after.getMetadata().getName() + after.getDataMap());
          }

          @Override
          public void onDelete(ConfigMap last) {
            seen.add("-" + last.getMetadata().getName());
          }
        });
  }

  @Test
  void listsThenFollows() {
    client.create(map("a"));
    assertThat(informer.hasSynced()).isFalse();
    informer.step();
    assertThat(informer.hasSynced()).isTrue();
    client.create(map("b"));
    client.update(map("a", "k", "v"));
    client.delete(ConfigMap.class, key("b"), NOW);
    informer.step();
    assertThat(seen).containsExactly("+a", "+b", "~a{k=v}", "-b");
    assertThat(informer.lister().list())
        .extracting(o -> o.getMetadata().getName())
        .containsExactly("a");
  }

  @Test
  void resumesAWatchThatEndedWithoutLosingOrRepeatingAnything() {
    informer.step();
    client.create(map("a"));
    client.endWatches();
    client.create(map("b"));
    informer.step();
    client.create(map("c"));
    informer.step();
    informer.step();
    assertThat(seen).containsExactly("+a", "+b", "+c");
  }

  @Test
  void listsAgainWhenTheServerForgotAndReportsTheDifference() {
    client.create(map("a"));
    client.create(map("b"));
    informer.step();
    client.endWatches();
    informer.step();
    client.delete(ConfigMap.class, key("a"), NOW);
    client.update(map("b", "k", "v"));
    client.create(map("c"));
    seen.clear();
    client.endWatches();
    client.compact();
    // What was sent is read, then the broken watch can't be resumed, then everything is listed.
    var fresh =
        new SharedInformer<>("other", ListerWatcher.of(client, ConfigMap.class), ListQuery.all());
    fresh.step();
    informer.step();
    informer.step();
    informer.step();
    assertThat(seen).containsExactly("-a", "~b{k=v}", "+c");
    assertThat(informer.lister().list()).isEqualTo(fresh.lister().list());
  }

  @Test
  void anOutageIsReportedAndSurvived() {
    informer.step();
    client.failWith(new Refusal.ServiceUnavailable("away"));
    assertThatThrownBy(informer::step).isInstanceOf(ApiException.class);
    client.recover();
    client.create(map("a"));
    informer.step();
    informer.step();
    assertThat(seen).containsExactly("+a");
  }

  @Test
  void findsByIndexAndNamespace() {
    informer.addIndex("data", o -> o.getDataMap().values());
    client.create(map("a", "k", "x"));
    client.create(map("b", "k", "x"));
    informer.step();
    assertThat(informer.lister().byIndex("data", "x")).hasSize(2);
    client.update(map("b", "k", "y"));
    informer.step();
    assertThat(informer.lister().byIndex("data", "x"))
        .extracting(o -> o.getMetadata().getName())
        .containsExactly("a");
    assertThat(informer.lister().byIndex("data", "y"))
        .extracting(o -> o.getMetadata().getName())
        .containsExactly("b");
    assertThat(informer.lister().list("default", Selector.everything())).hasSize(2);
    assertThat(informer.lister().list("other", Selector.everything())).isEmpty();
  }

  @Test
  void keepsOnlyMetadataWhereNobodyWantsMore() {
    var slim = new InformerFactory(client);
    var type = Scheme.kubernetes().resourceOf(ConfigMap.class);
    var metadata = slim.metadata(type);
    client.create(map("a", "k", "x"));
    metadata.step();
    assertThat(metadata.lister().get(key("a"))).get().extracting("dataMap").isEqualTo(Map.of());
    assertThat(metadata.lister().get(key("a"))).get().isInstanceOf(ConfigMap.class);
    assertThatThrownBy(() -> slim.informer(ConfigMap.class))
        .isInstanceOf(IllegalStateException.class);

    var whole = new InformerFactory(client);
    var shared = whole.metadata(type);
    assertThat(whole.informer(ConfigMap.class)).isSameAs(shared);
    shared.step();
    assertThat(shared.lister().get(key("a")))
        .get()
        .extracting("dataMap")
        .isEqualTo(Map.of("k", "x"));
  }

  @Test
  void runsOnAThreadOfItsOwn() throws Exception {
    client.create(map("a"));
    informers.startAll();
    assertThat(informers.awaitSync(Duration.ofSeconds(10))).isTrue();
    assertThat(informer.lister().get(key("a"))).isPresent();
    informers.close();
  }
}
