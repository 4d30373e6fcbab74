package dev.coxswain.scheduler;

import static dev.coxswain.scheduler.Nodes.cordoned;
import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Nodes.with;
import static dev.coxswain.scheduler.Pods.asking;
import static dev.coxswain.scheduler.Pods.important;
import static dev.coxswain.scheduler.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coxswain.api.core.v1.Event;
import dev.coxswain.api.core.v1.Node;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.core.v1.PodSpec;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apimachinery.time.Times;
import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.client.ListQuery;
import dev.coxswain.client.fake.FakeApiClient;
import dev.coxswain.scheduler.config.SchedulerConfiguration;
import dev.coxswain.scheduler.snapshot.Resources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// The scheduler with everything but a network, in one thread.
class SchedulerTest {
  private final ManualClock clock = new ManualClock();
  private final FakeApiClient client = new FakeApiClient(clock);
  private final InformerFactory informers = new InformerFactory(client);
  private final EventRecorder events = new EventRecorder(client, DefaultProfile.NAME, "", clock);
  private final Assembly assembly =
      Assembly.of(
          SchedulerConfiguration.defaults(),
          new Assembly.Parts(
              client,
              informers,
              events,
              clock,
              RandomGenerator.getDefault(),
              new SimpleMeterRegistry(),
              Runnable::run));
  private final Scheduler scheduler = assembly.scheduler();

  @Test
  void bindsAPodAndSaysSo() {
    client.create(node("a"));
    client.create(pod("p"));
    settle();
    assertThat(nodeOf("p")).isEqualTo("a");
    assertThat(messages()).containsExactly("Scheduled: Successfully assigned default/p to a");
  }

  @Test
  void leavesOtherSchedulersPodsAlone() {
    client.create(node("a"));
    client.create(pod("p", spec -> spec.setSchedulerName("mine")));
    settle();
    assertThat(nodeOf("p")).isEmpty();
  }

  @Test
  void saysWhyAPodMustWaitAndSchedulesItWhenItCan() {
    client.create(node("a", cordoned()));
    client.create(pod("p"));
    settle();
    var condition = client.get(Pod.class, key("p")).getStatus().getConditions(0);
    assertThat(condition.getType()).isEqualTo("PodScheduled");
    assertThat(condition.getReason()).isEqualTo("Unschedulable");
    assertThat(condition.getMessage()).startsWith("0/1 nodes are available: 1 node(s) were unsch");
    assertThat(messages()).containsExactly("FailedScheduling: " + condition.getMessage());
    var node = client.get(Node.class, ObjectKey.clusterScoped("a"));
    client.update(
        node.toBuilder().setSpec(node.getSpec().toBuilder().setUnschedulable(false)).build());
    settle();
    clock.advance(Duration.ofSeconds(1));
    settle();
    assertThat(nodeOf("p")).isEqualTo("a");
  }

  @Test
  void neverPromisesMoreThanANodeHas() {
    client.create(node("a", with("1", "1Gi", 110)));
    for (int i = 0; i < 5; i++) {
      client.create(pod("p" + i, asking("400m", "0")));
    }
    settle();
    assertThat(bound()).isEqualTo(2);
    client.delete(Pod.class, key(boundPod()), DeleteOptions.getDefaultInstance());
    settle();
    clock.advance(Duration.ofSeconds(1));
    settle();
    assertThat(bound()).as("a leaving pod makes room for one").isEqualTo(2);
  }

  @Test
  void takesAPromiseBackWhenTheServerRefusesTheBinding() {
    client.create(node("a", with("1", "1Gi", 110)));
    client.create(pod("p", asking("1", "0")));
    informers.stepAll();
    client.failWith(new Refusal.PathForbidden("no"));
    assertThat(scheduler.scheduleNext()).isTrue();
    assertThat(promised("a").isNone()).isTrue();
    recover();
    clock.advance(Duration.ofSeconds(1));
    settle();
    assertThat(nodeOf("p")).isEqualTo("a");
    assertThat(messages())
        .anyMatch(m -> m.startsWith("FailedScheduling: running Bind plugin \"DefaultBinder\": "));
  }

  @Test
  void aBindingWhoseAnswerGotLostIsNotMadeTwice() {
    client.create(node("a", with("1", "1Gi", 110)));
    client.create(node("b", with("1", "1Gi", 110)));
    client.create(pod("p", asking("1", "0")));
    informers.stepAll();
    client.failWith(new Refusal.Timeout("lost", 0));
    assertThat(scheduler.scheduleNext()).isTrue();
    client.recover();
    var node = promised("a").isNone() ? "b" : "a";
    bindByHand("p", node);
    clock.advance(Duration.ofSeconds(10));
    assertThat(scheduler.scheduleNext()).as("asks").isTrue();
    assertThat(nodeOf("p")).isEqualTo(node);
    assertThat(promised(node).cpuMillis()).as("the promise stands").isEqualTo(1000);
    recover();
    settle();
    assertThat(messages()).containsExactly("Scheduled: Successfully assigned default/p to " + node);
  }

  @Test
  void aPodThatSomebodyElseBoundMeanwhileIsLeftThere() {
    client.create(node("a", with("1", "1Gi", 110)));
    client.create(node("b", with("1", "1Gi", 110)));
    client.create(pod("p", asking("1", "0")));
    informers.stepAll();
    client.failWith(new Refusal.Timeout("lost", 0));
    assertThat(scheduler.scheduleNext()).isTrue();
    client.recover();
    var mine = promised("a").isNone() ? "b" : "a";
    var other = mine.equals("a") ? "b" : "a";
    bindByHand("p", other);
    clock.advance(Duration.ofSeconds(10));
    assertThat(scheduler.scheduleNext()).as("asks").isTrue();
    assertThat(promised(mine).isNone()).as("the promise is taken back").isTrue();
    recover();
    settle();
    assertThat(nodeOf("p")).isEqualTo(other);
    assertThat(promised(other).cpuMillis()).isEqualTo(1000);
  }

  private void bindByHand(String pod, String node) {
    var now = client.get(Pod.class, key(pod));
    client.update(now.toBuilder().setSpec(now.getSpec().toBuilder().setNodeName(node)).build());
  }

  @Test
  void keepsAPromiseUntilItIsKnownWhatBecameOfTheBinding() {
    client.create(node("a", with("1", "1Gi", 110)));
    client.create(pod("p", asking("1", "0")));
    informers.stepAll();
    client.failWith(new Refusal.ServiceUnavailable("away"));
    assertThat(scheduler.scheduleNext()).isTrue();
    assertThat(promised("a").cpuMillis()).as("maybe it is bound").isEqualTo(1000);
    clock.advance(Duration.ofSeconds(1));
    assertThat(scheduler.scheduleNext()).as("asks, in vain").isTrue();
    assertThat(promised("a").cpuMillis()).isEqualTo(1000);
    recover();
    clock.advance(Duration.ofSeconds(10));
    settle();
    assertThat(nodeOf("p")).isEqualTo("a");
  }

  @Test
  void evictsTheLessImportantAndTakesTheirPlace() {
    client.create(node("a", with("1", "1Gi", 110)));
    client.create(pod("low", asking("800m", "0"), important(1)));
    settle();
    clock.advance(Duration.ofSeconds(1));
    client.create(pod("high", asking("800m", "0"), important(10)));
    settle();
    assertThat(client.list(Pod.class, ListQuery.all()).items()).hasSize(1);
    assertThat(client.get(Pod.class, key("high")).getStatus().getNominatedNodeName())
        .isEqualTo("a");
    assertThat(messages())
        .contains(
            "Preempted: Preempted by pod uid-high on node a",
            "FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu.");
    clock.advance(Duration.ofSeconds(1));
    settle();
    assertThat(nodeOf("high")).isEqualTo("a");
  }

  @Test
  void aPodThatIsGoingAwayIsNotScheduled() {
    var leaving = pod("p").toBuilder();
    leaving.getMetadataBuilder().setDeletionTimestamp(Times.of(clock.instant()));
    client.create(node("a"));
    client.create(leaving.build());
    settle();
    assertThat(nodeOf("p")).isEmpty();
    assertThat(messages())
        .containsExactly("FailedScheduling: skip schedule deleting pod: default/p");
  }

  @Test
  void aLongReasonIsCutShortInTheEventOnly() {
    for (int i = 0; i < 40; i++) {
      client.create(node("a" + i));
    }
    client.create(pod("p", SchedulerTest::askingForMuch));
    settle();
    var condition = client.get(Pod.class, key("p")).getStatus().getConditions(0).getMessage();
    assertThat(condition).hasSizeGreaterThan(1024);
    var event = client.list(Event.class, ListQuery.all()).items().getFirst();
    assertThat(event.getMessage()).hasSize(1024).endsWith(" ...");
    assertThat(event.getAction()).isEqualTo("Scheduling");
    assertThat(event.getReportingComponent()).isEqualTo(DefaultProfile.NAME);
  }

  private static PodSpec.Builder askingForMuch(PodSpec.Builder spec) {
    var asking = spec;
    for (int i = 0; i < 40; i++) {
      asking = asking("example.com/a-resource-with-a-long-name-" + i, 1).apply(asking);
    }
    return asking;
  }

  private Resources promised(String node) {
    return assembly.cluster().node(node).orElseThrow().requested();
  }

  /// All informers notice that their watch is broken.
  private void recover() {
    client.recover();
    boolean broken = true;
    while (broken) {
      broken = false;
      try {
        informers.stepAll();
      } catch (ApiException _) {
        broken = true;
      }
    }
  }

  private void settle() {
    boolean any = true;
    while (any) {
      any = informers.stepAll();
      any |= scheduler.scheduleNext();
    }
    events.flush();
  }

  private String nodeOf(String pod) {
    return client.get(Pod.class, key(pod)).getSpec().getNodeName();
  }

  private long bound() {
    return pods().stream().filter(p -> !p.getSpec().getNodeName().isEmpty()).count();
  }

  private String boundPod() {
    return pods().stream()
        .filter(p -> !p.getSpec().getNodeName().isEmpty())
        .map(p -> Metadata.key(p).name())
        .findFirst()
        .orElseThrow();
  }

  private List<Pod> pods() {
    return client.list(Pod.class, ListQuery.all()).items();
  }

  private List<String> messages() {
    return client.list(Event.class, ListQuery.all()).items().stream()
        .map(e -> e.getReason() + ": " + e.getMessage())
        .toList();
  }

  private static ObjectKey key(String name) {
    return new ObjectKey("default", name);
  }
}
