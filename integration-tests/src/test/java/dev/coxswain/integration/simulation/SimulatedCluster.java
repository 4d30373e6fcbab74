package dev.coxswain.integration.simulation;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.core.v1.Event;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.controllermanager.ControllerOptions;
import dev.coxswain.controllermanager.node.NodeLifecycleController;
import dev.coxswain.controllermanager.node.Zones;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A whole cluster in one thread: two controller managers, two schedulers, and nodes. Which program
/// makes its next step when, and what goes wrong, follows from the seed alone.
final class SimulatedCluster {
  private static final int TAIL = Integer.getInteger("simulation.tail", 60);

  /// A node that says nothing is given up earlier than usually, as time is short here.
  private static final NodeLifecycleController.Timings NODES =
      new NodeLifecycleController.Timings(
          Duration.ofSeconds(5),
          Duration.ofSeconds(25),
          Duration.ofSeconds(60),
          new Zones.Rates(0.1, 0.01, 0.55, 50));

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration CALM_DOWN = Duration.ofSeconds(30);

  private final long seed;
  private final LoggedErrors errors = LoggedErrors.install();
  private final World world;
  private final Chance chance;
  private final Ledger ledger = new Ledger();
  private final List<Invariant> invariants;
  private final List<SimulatedControllerManager> managers;
  private final List<SimulatedScheduler> schedulers;
  private final List<SimulatedKubelet> kubelets = new ArrayList<>();
  private final List<Program> programs = new ArrayList<>();
  private final Users users;
  private final SimulatedMetrics metrics;
  private final PriorityQueue<Task> agenda =
      new PriorityQueue<>(Comparator.comparing(Task::at).thenComparingLong(Task::order));
  private long tasks;
  private int writes;

  private record Task(Instant at, long order, Runnable work) {}

  SimulatedCluster(long seed) {
    this.seed = seed;
    this.world = World.of(seed);
    this.chance = world.chance();
    this.invariants =
        List.of(
            new BoundOnce(),
            new NothingOverPromised(),
            new RollingBounds(),
            new PodsWithinBounds(world.network()),
            new ClaimsKeepVolumes(),
            new JobsCountRight(world.network()),
            new OneDaemonPerNode(world.network()));
    this.metrics = new SimulatedMetrics(ledger, world.clock());
    var options = ControllerOptions.standard().withMetrics(metrics).withNodes(NODES);
    this.users = new Users(world, this::observe);
    world.trace().acting("bootstrap");
    world.server().bootstrap();
    managers =
        Stream.of("manager-a", "manager-b")
            .map(name -> new SimulatedControllerManager(name, world, options))
            .toList();
    schedulers =
        Stream.of("scheduler-a", "scheduler-b")
            .map(name -> new SimulatedScheduler(name, world))
            .toList();
    programs.addAll(managers);
    programs.addAll(schedulers);
    observe();
  }

  SimulatedCluster withNodes(int count) {
    IntStream.rangeClosed(1, count)
        .mapToObj(number -> new SimulatedKubelet("node-" + number, number, world))
        .forEach(kubelets::add);
    programs.addAll(kubelets);
    return this;
  }

  /// A deployment behind a service of the same name.
  SimulatedCluster withDeployment(String name, int replicas) {
    users.create(Workload.deployment(name, replicas, "app:0"));
    return this;
  }

  /// Like [#withDeployment], but its pods leave a node that is gone soon.
  SimulatedCluster withImpatientDeployment(String name, int replicas) {
    users.create(Workload.impatient(Workload.deployment(name, replicas, "app:0")));
    return this;
  }

  SimulatedCluster with(App app) {
    users.create(app);
    return this;
  }

  void inject(Fault... faults) {
    Stream.of(faults).forEach(fault -> fault.begin(this));
  }

  /// No more faults; whatever is down comes up.
  void heal() {
    world.trace().add("", "healed");
    agenda.clear();
    world.network().heal();
    programs.forEach(program -> program.link().mend());
    kubelets.forEach(SimulatedKubelet::powerOn);
  }

  void runFor(Duration time) {
    run(c -> false, time);
  }

  /// Runs until the condition holds.
  ///
  /// @throws AssertionError if it does not in time
  void runUntil(Predicate<SimulatedCluster> condition, Duration atMost) {
    if (!run(condition, atMost)) {
      throw failure("not as it should be after " + atMost + ": " + unsettled(), null);
    }
  }

  /// Runs until everything is as users want it.
  void runUntilSettled(Duration atMost) {
    runUntil(c -> c.unsettled().isEmpty(), atMost);
  }

  /// Runs on; as everything is as it should be, nobody may soon write anything but heartbeats.
  void expectQuiet(Duration time) {
    runFor(CALM_DOWN);
    world.trace().add("", "should be quiet from now on");
    int before = writes;
    runFor(time);
    if (writes != before) {
      throw failure((writes - before) + " writes while there was nothing to do", null);
    }
  }

  /// What is not as users want it.
  List<String> unsettled() {
    return new Settlement(ledger).problems(users.apps(), managers, schedulers);
  }

  int readyReplicas(String deployment) {
    return ledger
        .get(Deployment.class, key(deployment))
        .map(d -> d.getStatus().getReadyReplicas())
        .orElse(0);
  }

  Users users() {
    return users;
  }

  /// What happened so far, line by line.
  List<String> trace() {
    return world.trace().lines();
  }

  SimulatedMetrics metrics() {
    return metrics;
  }

  Ledger ledger() {
    return ledger;
  }

  Chance chance() {
    return chance;
  }

  Network network() {
    return world.network();
  }

  List<SimulatedKubelet> kubelets() {
    return kubelets;
  }

  List<Program> programs() {
    return programs;
  }

  void after(Duration delay, Runnable work) {
    agenda.add(new Task(now().plus(delay), tasks++, work));
  }

  /// Again and again, about that far apart.
  void nowAndThen(Duration mean, Runnable work) {
    var pause = chance.between(mean.dividedBy(2), mean.multipliedBy(3).dividedBy(2));
    after(
        pause,
        () -> {
          work.run();
          nowAndThen(mean, work);
        });
  }

  private boolean run(Predicate<SimulatedCluster> condition, Duration atMost) {
    var end = now().plus(atMost);
    try {
      while (!condition.test(this)) {
        var nextLook = now().plus(BETWEEN_LOOKS);
        while (now().isBefore(nextLook)) {
          if (!step(end)) {
            return false;
          }
        }
      }
      return true;
    } catch (RuntimeException | InvariantBroken e) {
      throw failure(e.getMessage(), e);
    }
  }

  /// @return false when nothing is left to do before the end
  private boolean step(Instant end) {
    var program = programs.stream().min(Comparator.comparing(Program::wakesAt)).orElseThrow();
    var task = agenda.peek();
    boolean taskFirst = task != null && !task.at().isAfter(program.wakesAt());
    var at = taskFirst ? task.at() : program.wakesAt();
    if (at.isAfter(end)) {
      world.clock().advanceTo(end);
      return false;
    }
    world.clock().advanceTo(at);
    if (taskFirst) {
      agenda.remove().work().run();
    } else {
      makeStep(program);
    }
    observe();
    errors
        .next()
        .ifPresent(mistake -> {
          throw new IllegalStateException(world.trace().actor() + " made a mistake", mistake);
        });
    return true;
  }

  private static void makeStep(Program program) {
    try {
      program.makeStep();
    } catch (SimulatedCrash crash) {
      program.crash(crash.getMessage());
    }
  }

  private void observe() {
    var news = world.server().news();
    for (var write : news) {
      ledger.enter(write, world.trace().actor(), now()).ifPresent(this::check);
    }
    if (!news.isEmpty()) {
      programs.forEach(Program::nudge);
    }
    checkLeaders(managers);
    checkLeaders(schedulers);
  }

  private void check(ObjectChange change) {
    world.trace().add(change.actor(), change.what());
    if (!isRoutine(change)) {
      writes++;
    }
    invariants.forEach(invariant -> invariant.check(change, ledger));
  }

  /// Heartbeats, and the reminder that a claim waits for its first pod.
  private static boolean isRoutine(ObjectChange change) {
    return change.resource().startsWith("leases.")
        || change.resource().equals("nodes")
        || change
            .after(Event.class)
            .filter(event -> event.getReason().equals("WaitForFirstConsumer"))
            .isPresent();
  }

  private static void checkLeaders(List<? extends Leader> candidates) {
    if (candidates.stream().filter(Leader::isLeading).count() > 1) {
      throw new InvariantBroken("more than one leads of " + candidates);
    }
  }

  private static ObjectKey key(String name) {
    return new ObjectKey(Workload.NAMESPACE, name);
  }

  private Instant now() {
    return world.clock().instant();
  }

  private AssertionError failure(String what, Throwable cause) {
    return new AssertionError(
        "seed %d, after %s: %s\n%s"
            .formatted(seed, world.clock().elapsed(), what, world.trace().last(TAIL)),
        cause);
  }
}
