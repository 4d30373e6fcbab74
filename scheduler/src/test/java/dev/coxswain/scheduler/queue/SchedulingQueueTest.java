package dev.coxswain.scheduler.queue;

import static dev.coxswain.scheduler.Nodes.cordoned;
import static dev.coxswain.scheduler.Nodes.node;
import static dev.coxswain.scheduler.Pods.important;
import static dev.coxswain.scheduler.Pods.selecting;
import static dev.coxswain.scheduler.Pods.view;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.coxswain.api.core.v1.PodSchedulingGate;
import dev.coxswain.scheduler.Cluster;
import dev.coxswain.scheduler.ManualClock;
import dev.coxswain.scheduler.framework.ClusterEvent.NodeAdded;
import dev.coxswain.scheduler.framework.ClusterEvent.NodeChanged;
import dev.coxswain.scheduler.framework.ClusterEvent.PodRemoved;
import dev.coxswain.scheduler.framework.QueuedPod;
import dev.coxswain.scheduler.queue.SchedulingQueue.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchedulingQueueTest {
  private static final Set<String> CORDONED = Set.of("NodeUnschedulable");

  private final ManualClock clock = new ManualClock();
  private final List<String> came = new ArrayList<>();
  private final SchedulingQueue queue =
      new SchedulingQueue(
          _ -> Cluster.plugins(), Cluster.plugins().queueSort(), Pauses.DEFAULT, clock, this::note);

  private void note(String part, String event) {
    came.add(part + " " + event);
  }

  @Test
  void saysWhoComesWhereAndWhy() {
    queue.put(view("p"));
    queue.park(queue.poll().orElseThrow(), CORDONED);
    assertThat(queue.rejections())
        .containsExactly(
            entry(new SchedulingQueue.Rejection("NodeUnschedulable", "default-scheduler"), 1));
    clock.advance(Duration.ofMinutes(1));
    queue.wake(new NodeAdded(node("n")));
    queue.retry(queue.poll().orElseThrow());
    clock.advance(Duration.ofMinutes(1));
    queue.poll();
    assertThat(came)
        .containsExactly(
            "active UnschedulablePodAdd",
            "unschedulable ScheduleAttemptFailure",
            "active NodeAdd",
            "backoff ScheduleAttemptFailure",
            "active BackoffComplete");
  }

  @Test
  void theMostImportantIsFirstThenTheOldest() {
    queue.put(view("old"));
    clock.advance(Duration.ofSeconds(1));
    queue.put(view("new"));
    queue.put(view("vip", important(10)));
    assertThat(drain()).containsExactly("vip", "old", "new");
  }

  @Test
  void aParkedPodWaitsForAnEventThatMayHelp() {
    park("a", CORDONED);
    clock.advance(Duration.ofMinutes(1));
    queue.wake(new PodRemoved(view("x")));
    assertThat(drain()).as("no help against a cordon").isEmpty();
    queue.wake(new NodeChanged(node("n", cordoned()), node("n")));
    assertThat(drain()).containsExactly("a");
  }

  @Test
  void aPodThatFailedPausesLongerEachTime() {
    queue.put(view("a"));
    for (int seconds : List.of(1, 2, 4, 8, 10, 10)) {
      queue.retry(next());
      clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(queue.sizes()).as("after %s s", seconds).containsEntry("backoff", 1);
      assertThat(queue.poll()).isEmpty();
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(drain()).containsExactly("a");
  }

  @Test
  void aWokenPodPausesOnlyWhileOthersWait() {
    queue.put(view("woken", important(10)));
    queue.park(next(), CORDONED);
    queue.wake(new NodeAdded(node("n")));
    queue.put(view("active"));
    assertThat(queue.sizes()).containsEntry("backoff", 1).containsEntry("active", 1);
    assertThat(drain()).containsExactly("active", "woken");
  }

  @Test
  void aPromiseToItselfThatWasTakenBackIsNoNews() {
    queue.put(view("a"));
    var flying = next();
    queue.wake(new PodRemoved(flying.pod()));
    queue.park(flying, Set.of("NodeResourcesFit"));
    assertThat(queue.sizes()).containsEntry("unschedulable", 1);
  }

  @Test
  void anEventDuringTheFlightCountsToo() {
    queue.put(view("a"));
    var flying = next();
    queue.wake(new NodeChanged(node("n", cordoned()), node("n")));
    queue.park(flying, CORDONED);
    assertThat(queue.sizes()).containsEntry("backoff", 1).containsEntry("unschedulable", 0);
    clock.advance(Duration.ofSeconds(1));
    assertThat(drain()).containsExactly("a");
  }

  @Test
  void eventsBeforeTheFlightDontCount() {
    queue.put(view("b"));
    var other = next();
    queue.wake(new NodeAdded(node("n")));
    queue.put(view("a"));
    queue.park(next(), CORDONED);
    assertThat(queue.sizes()).containsEntry("unschedulable", 1);
    queue.done(other);
  }

  @Test
  void aChangedPodIsTriedAgainOneWithANewStatusIsNot() {
    park("a", Set.of("NodeAffinity"));
    queue.put(view("a"));
    assertThat(queue.sizes()).containsEntry("unschedulable", 1);
    queue.put(view("a", selecting("disk", "ssd")));
    clock.advance(Duration.ofSeconds(1));
    assertThat(next().pod().pod().getSpec().getNodeSelectorMap()).containsEntry("disk", "ssd");
  }

  @Test
  void aDeletedPodIsForgottenWhereverItIs() {
    queue.put(view("a"));
    queue.put(view("b"));
    queue.remove("uid-a");
    var flying = next();
    assertThat(flying.pod().key().name()).isEqualTo("b");
    queue.remove("uid-b");
    queue.park(flying, CORDONED);
    clock.advance(Duration.ofMinutes(10));
    assertThat(drain()).isEmpty();
    assertThat(queue.sizes()).containsEntry("unschedulable", 0);
  }

  @Test
  void nobodyIsParkedForMoreThanFiveMinutes() {
    park("a", CORDONED);
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(drain()).isEmpty();
    clock.advance(Duration.ofMillis(1));
    assertThat(drain()).containsExactly("a");
  }

  @Test
  void aGatedPodWaitsForItsGates() {
    queue.put(
        view("a", spec -> spec.addSchedulingGates(PodSchedulingGate.newBuilder().setName("g"))));
    assertThat(drain()).isEmpty();
    assertThat(queue.sizes()).containsEntry("gated", 1);
    queue.put(view("a"));
    assertThat(drain()).containsExactly("a");
  }

  private void park(String name, Set<String> plugins) {
    queue.put(view(name));
    queue.park(next(), plugins);
  }

  private QueuedPod next() {
    return queue.poll().orElseThrow();
  }

  private List<String> drain() {
    var names = new ArrayList<String>();
    for (var pod = queue.poll(); pod.isPresent(); pod = queue.poll()) {
      names.add(pod.get().pod().key().name());
      queue.done(pod.get());
    }
    return names;
  }
}
