package dev.coxswain.apiserver.request;

import com.google.protobuf.Message;
import dev.coxswain.api.meta.v1.Status;
import dev.coxswain.apimachinery.scheme.ResourceType;
import dev.coxswain.apimachinery.status.ApiException;
import dev.coxswain.apimachinery.status.Refusal;
import dev.coxswain.apiserver.registry.ResourceStrategy;
import dev.coxswain.apiserver.registry.StrategyRegistry;
import dev.coxswain.apiserver.storage.StorageException;
import dev.coxswain.apiserver.storage.StoredObject;
import dev.coxswain.apiserver.storage.WatchItem;
import dev.coxswain.apiserver.storage.WatchStream;
import dev.coxswain.apiserver.storage.cache.CachedResource;
import dev.coxswain.apiserver.storage.cache.CachedResource.Page;
import dev.coxswain.apiserver.storage.cache.CachedResource.WatchOptions;
import dev.coxswain.apiserver.storage.cache.ClusterCache;
import dev.coxswain.apiserver.storage.cache.Selection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/// Answers get, list and watch from the cache, as fresh as asked for.
final class Reads {
  private static final long UNLIMITED = 0;
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration MIN_WATCH = Duration.ofMinutes(30);
  private static final String TOO_OLD_TO_CONTINUE =
      "The provided continue parameter is too old to display a consistent list result. You can"
          + " start a new list without the continue parameter, or use the continue token in this"
          + " response to retrieve the remainder of the results. Continuing with the provided token"
          + " results in an inconsistent list - objects that were created, modified, or deleted"
          + " between the time the first chunk was returned and now may show up in the list.";

  private final ClusterCache cache;
  private final StrategyRegistry strategies;
  private final InstantSource clock;
  private final RandomGenerator random;

  Reads(
      ClusterCache cache,
      StrategyRegistry strategies,
      InstantSource clock,
      RandomGenerator random) {
    this.cache = cache;
    this.strategies = strategies;
    this.clock = clock;
    this.random = random;
  }

  StoredObject get(Target target, String resourceVersion) {
    try {
      await(Freshness.ofGet(resourceVersion));
    } catch (BadRevision e) {
      throw Refusals.unknown(e.getMessage());
    }
    return now(target);
  }

  /// The object as it is at hand.
  StoredObject now(Target target) {
    return cache
        .of(target.resource())
        .get(target.namespace(), target.name())
        .orElseThrow(() -> Refusals.notFound(target));
  }

  /// Done when [#now] is as fresh as asked for; empty if only a thread that waits can be told.
  Optional<CompletableFuture<Void>> fresh(String resourceVersion) {
    if (resourceVersion.isEmpty()) {
      return Optional.of(cache.latest());
    }
    return resourceVersion.equals("0") && cache.isReady()
        ? Optional.of(CompletableFuture.completedFuture(null))
        : Optional.empty();
  }

  /// @param asked passed [ListRules]
  ApiResponse.Many list(Target target, ListSelection asked) {
    var selection = Selectors.selection(target, asked, strategy(target));
    var freshness = Freshness.ofList(asked);
    await(freshness);
    var resource = cache.of(target.resource());
    var page =
        switch (freshness) {
          case Freshness.Any _ -> resource.list(selection, "", UNLIMITED);
          case Freshness.Latest _, Freshness.NotOlderThan _ ->
              resource.list(selection, "", asked.limit());
          case Freshness.Exactly(long revision) ->
              resource.listAt(revision, selection, "", asked.limit());
          case Freshness.Continued(var token) ->
              continued(resource, token, selection, asked.limit());
        };
    var next =
        page.next().map(start -> new ContinueToken(page.revision(), start).encode()).orElse("");
    return new ApiResponse.Many(
        target.resource(), Long.toString(page.revision()), next, page.remaining(), page.items());
  }

  ApiResponse.Stream watch(ApiRequest.Watch request) {
    var target = request.target();
    var asked = request.selection();
    ListRules.checkWatch(asked, request.sendInitialEvents());
    var freshness = freshness(target, asked);
    boolean initial =
        request.sendInitialEvents().orElse(!(freshness instanceof Freshness.NotOlderThan));
    var options =
        new WatchOptions(
            Selectors.selection(target, asked, strategy(target)),
            request.bookmarks(),
            request.bookmarks() && initial,
            timeout(request.timeout()),
            clock);
    return new ApiResponse.Stream(
        target.resource(), stream(target.resource(), initial, freshness, options));
  }

  private static Freshness freshness(Target target, ListSelection asked) {
    try {
      return Freshness.ofGet(asked.resourceVersion());
    } catch (BadRevision e) {
      throw Refusals.invalidOf(target.resource(), e.error());
    }
  }

  /// Once the request is understood, what goes wrong is told as an event.
  private WatchStream stream(
      ResourceType resource, boolean initial, Freshness freshness, WatchOptions options) {
    var cached = cache.of(resource);
    if (!initial && freshness instanceof Freshness.NotOlderThan(long revision)) {
      return cached
          .watch(revision, options)
          .<WatchStream>map(stream -> stream)
          .orElseGet(() -> tooOld(revision, cached.oldest()));
    }
    try {
      await(freshness);
    } catch (ApiException e) {
      return new FailedWatch(e.status());
    }
    return initial ? cached.watchWithInitial(options) : cached.watchFromNow(options);
  }

  private void await(Freshness freshness) {
    switch (freshness) {
      case Freshness.Latest _ -> cache.awaitLatest();
      case Freshness.Any _ -> awaitReady();
      case Freshness.NotOlderThan(long revision) -> awaitRevision(revision);
      case Freshness.Exactly(long revision) -> awaitRevision(revision);
      case Freshness.Continued(var token) -> {
        if (token.goesOnWithLatest()) {
          cache.awaitLatest();
        } else {
          awaitRevision(token.revision());
        }
      }
    }
  }

  private void awaitReady() {
    if (!cache.awaitRevision(0, PATIENCE)) {
      throw new StorageException.Unknown("the cache is not loaded yet", null);
    }
  }

  private void awaitRevision(long revision) {
    if (!cache.awaitRevision(revision, PATIENCE)) {
      throw ApiException.of(new Refusal.TooLargeResourceVersion(revision, cache.revision()));
    }
  }

  private Page continued(
      CachedResource resource, ContinueToken token, Selection selection, long limit) {
    if (token.goesOnWithLatest()) {
      return resource.list(selection, token.start(), limit);
    }
    try {
      return resource.listAt(token.revision(), selection, token.start(), limit);
    } catch (StorageException.Compacted _) {
      var status = new Refusal.Expired(TOO_OLD_TO_CONTINUE).toStatus().toBuilder();
      status.getMetadataBuilder().setContinue(new ContinueToken(-1, token.start()).encode());
      throw ApiException.of(status.build());
    }
  }

  private ResourceStrategy<Message> strategy(Target target) {
    return strategies.of(target.resource());
  }

  /// Half an hour to an hour, so that streams don't all end together.
  private Duration timeout(Duration asked) {
    return asked.isZero() ? MIN_WATCH.plusMillis(random.nextLong(MIN_WATCH.toMillis())) : asked;
  }

  private static WatchStream tooOld(long revision, long oldest) {
    return new FailedWatch(
        new Refusal.Expired("too old resource version: %d (%d)".formatted(revision, oldest))
            .toStatus());
  }

  /// Says why there is nothing to watch, and ends.
  private static final class FailedWatch implements WatchStream {
    private final Status status;
    private boolean told;

    FailedWatch(Status status) {
      this.status = status;
    }

    @Override
    public Optional<WatchItem> poll() {
      if (told) {
        return Optional.empty();
      }
      told = true;
      return Optional.of(new WatchItem.Failure(status));
    }

    @Override
    public void whenReady(Runnable action) {
      action.run();
    }

    @Override
    public Instant due() {
      return Instant.MAX;
    }

    @Override
    public boolean isClosed() {
      return told;
    }

    @Override
    public void close() {
      told = true;
    }
  }
}
