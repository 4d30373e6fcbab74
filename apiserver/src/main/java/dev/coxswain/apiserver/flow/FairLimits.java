package dev.coxswain.apiserver.flow;

import dev.coxswain.api.flowcontrol.v1.FlowSchema;
import dev.coxswain.api.flowcontrol.v1.PriorityLevelConfiguration;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.authz.Attributes;
import dev.coxswain.apiserver.registry.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Shares seats as the cluster's FlowSchemas and PriorityLevelConfigurations say, so that one user
/// who asks too much makes nobody else wait.
public final class FairLimits implements RequestLimits {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final int RETRY_SECONDS = 1;

  /// A request that waits for its turn.
  private static final class Waiting {
    private final CountDownLatch seated = new CountDownLatch(1);
  }

  private record Configured(
      List<FlowSchema> objects,
      List<PriorityLevelConfiguration> levels,
      FlowSchemas schemas,
      Map<String, Classification> classifications,
      Instant lookedAt) {

    /// Empty as long as nobody has made the schema that counts meanwhile.
    Optional<Classification> classification(Flow flow) {
      return Optional.ofNullable(classifications.get(flow.schema()));
    }
  }

  private final int totalSeats;
  private final Duration patience;
  private final Lookup lookup;
  private final InstantSource clock;
  private final FlowMetrics metrics;
  private final ReentrantLock lock = new ReentrantLock();
  private final SeatMap<Waiting> seats;
  private final AtomicInteger reading = new AtomicInteger();
  private final AtomicInteger mutating = new AtomicInteger();
  private volatile Configured configured;

  /// @param totalSeats for all levels together
  /// @param patience how long a request waits at most
  public FairLimits(
      int totalSeats, Duration patience, Lookup lookup, InstantSource clock, FlowMetrics metrics) {
    this.totalSeats = totalSeats;
    this.patience = patience;
    this.lookup = lookup;
    this.clock = clock;
    this.metrics = metrics;
    this.configured =
        new Configured(List.of(), List.of(), new FlowSchemas(List.of()), Map.of(), Instant.MIN);
    this.seats = new SeatMap<>(totalSeats, Map.of());
  }

  @Override
  public Place take(Attributes attributes, Consumer<Classification> noted)
      throws InterruptedException {
    var flow = sorted(attributes, noted);
    if (isExempt(flow)) {
      return place(attributes, () -> {});
    }
    seat(flow);
    return seated(flow, attributes);
  }

  @Override
  public Optional<Place> tryTake(Attributes attributes, Consumer<Classification> noted) {
    var flow = sorted(attributes, noted);
    if (isExempt(flow)) {
      return Optional.of(place(attributes, () -> {}));
    }
    return sit(flow) ? Optional.of(seated(flow, attributes)) : Optional.empty();
  }

  @Override
  public Optional<Classification> classify(Attributes attributes) {
    var current = current();
    return current.classification(current.schemas().flowOf(attributes));
  }

  private Flow sorted(Attributes attributes, Consumer<Classification> noted) {
    var current = current();
    var flow = current.schemas().flowOf(attributes);
    current.classification(flow).ifPresent(noted);
    return flow;
  }

  private Place seated(Flow flow, Attributes attributes) {
    metrics.dispatched(flow);
    return place(attributes, () -> rise(flow));
  }

  private Place place(Attributes attributes, Runnable leave) {
    var counter = READS.contains(attributes.verb()) ? reading : mutating;
    counter.incrementAndGet();
    return () -> {
      counter.decrementAndGet();
      leave.run();
    };
  }

  private boolean sit(Flow flow) {
    lock.lock();
    try {
      watch(flow);
      return seats.sit(flow);
    } finally {
      lock.unlock();
    }
  }

  private void watch(Flow flow) {
    metrics.watch(flow.level(), () -> seatedNow(flow.level()), () -> waitingNow(flow.level()));
  }

  @Override
  public int readingNow() {
    return reading.get();
  }

  @Override
  public int mutatingNow() {
    return mutating.get();
  }

  private boolean isExempt(Flow flow) {
    lock.lock();
    try {
      return seats.level(flow.level()).exempt();
    } finally {
      lock.unlock();
    }
  }

  private void seat(Flow flow) throws InterruptedException {
    var waiting = new Waiting();
    lock.lock();
    try {
      watch(flow);
      if (seats.sit(flow)) {
        return;
      }
      if (!seats.line(flow, waiting)) {
        throw refused(flow, "queue-full");
      }
    } finally {
      lock.unlock();
    }
    await(flow, waiting);
  }

  private void await(Flow flow, Waiting waiting) throws InterruptedException {
    try {
      if (waiting.seated.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      if (!leave(flow, waiting)) {
        rise(flow);
      }
      throw e;
    }
    if (leave(flow, waiting)) {
      throw refused(flow, "time-out");
    }
  }

  /// False if the request was seated meanwhile.
  private boolean leave(Flow flow, Waiting waiting) {
    lock.lock();
    try {
      return seats.leave(flow, waiting);
    } finally {
      lock.unlock();
    }
  }

  private void rise(Flow flow) {
    lock.lock();
    try {
      seats.rise(flow);
      wakeNext();
    } finally {
      lock.unlock();
    }
  }

  private void wakeNext() {
    for (var next = seats.seatNext(); next.isPresent(); next = seats.seatNext()) {
      next.get().seated.countDown();
    }
  }

  private int seatedNow(String level) {
    lock.lock();
    try {
      return seats.seated(level);
    } finally {
      lock.unlock();
    }
  }

  int waitingNow(String level) {
    lock.lock();
    try {
      return seats.waiting(level);
    } finally {
      lock.unlock();
    }
  }

  private ApiException refused(Flow flow, String reason) {
    metrics.rejected(flow, reason);
    return ApiException.of(
        new Refusal.TooManyRequests("Too many requests, please try again later.", RETRY_SECONDS));
  }

  /// What the objects say, as of a second ago at most.
  private Configured current() {
    var known = configured;
    var now = clock.instant();
    if (now.isBefore(known.lookedAt().plus(LOOK_EVERY))) {
      return known;
    }
    var schemas = lookup.list(FlowSchema.class, "");
    var levels = lookup.list(PriorityLevelConfiguration.class, "");
    if (!levels.equals(known.levels())) {
      reshare(levels);
    }
    boolean same = schemas.equals(known.objects());
    configured =
        new Configured(
            schemas,
            levels,
            same ? known.schemas() : new FlowSchemas(schemas),
            same && levels.equals(known.levels())
                ? known.classifications()
                : classifications(schemas, levels),
            now);
    return configured;
  }

  private static Map<String, Classification> classifications(
      List<FlowSchema> schemas, List<PriorityLevelConfiguration> levels) {
    var uids = new HashMap<String, String>();
    levels.forEach(l -> uids.put(l.getMetadata().getName(), l.getMetadata().getUid()));
    var classifications = new HashMap<String, Classification>();
    for (var schema : schemas) {
      var level = schema.getSpec().getPriorityLevelConfiguration().getName();
      classifications.put(
          schema.getMetadata().getName(),
          new Classification(schema.getMetadata().getUid(), uids.getOrDefault(level, "")));
    }
    return Map.copyOf(classifications);
  }

  private void reshare(List<PriorityLevelConfiguration> levels) {
    lock.lock();
    try {
      seats.reshare(Level.share(totalSeats, levels));
      wakeNext();
    } finally {
      lock.unlock();
    }
  }
}
