package dev.coxswain.scheduler.framework;

import dev.coxswain.scheduler.framework.ExtensionPointTimer.Status;
import dev.coxswain.scheduler.framework.PostFilterPlugin.Outcome;
import dev.coxswain.scheduler.framework.PreFiltering.Everywhere;
import dev.coxswain.scheduler.framework.PreFiltering.Some;
import dev.coxswain.scheduler.snapshot.NodeView;
import dev.coxswain.scheduler.snapshot.Nominations;
import dev.coxswain.scheduler.snapshot.PodView;
import dev.coxswain.scheduler.snapshot.Snapshot;
import java.util.ArrayList;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Plugins strung up under the name that pods ask for with `schedulerName`, and the decision that
/// they make together.
///
/// One thread decides at a time.
public final class Profile {
  private final String schedulerName;
  private final PluginSet plugins;
  private final Nominations nominations;
  private final RandomGenerator random;
  private final ExtensionPointTimer timer;
  private final Sampling sampling;
  private final RequestAnswers answers;
  private final Scoring scoring;

  /// A profile.
  ///
  /// @param sampling how many nodes are enough; profiles may share it
  /// @param random chooses among equally good nodes
  /// @param timer is told how long decisions take
  public Profile(
      String schedulerName,
      PluginSet plugins,
      Nominations nominations,
      Sampling sampling,
      RandomGenerator random,
      ExtensionPointTimer timer) {
    this.schedulerName = schedulerName;
    this.plugins = plugins;
    this.nominations = nominations;
    this.sampling = sampling;
    this.random = random;
    this.timer = timer;
    this.answers = new RequestAnswers(plugins);
    this.scoring = new Scoring(schedulerName, plugins, answers, timer);
  }

  public String schedulerName() {
    return schedulerName;
  }

  public PluginSet plugins() {
    return plugins;
  }

  /// Chooses a node for the pod.
  public Decision decide(PodView pod, Snapshot snapshot) {
    var nodes = snapshot.nodes();
    if (nodes.isEmpty()) {
      return new Decision.Unschedulable(Rejections.NO_NODES, Set.of(), new Nomination.Withdraw());
    }
    var state = new CycleState();
    long start = timer.now();
    var preFiltering = PreFiltering.run(plugins, state, pod, snapshot);
    timer.ran(schedulerName, "PreFilter", Status.of(preFiltering instanceof Some), start);
    return switch (preFiltering) {
      case Everywhere(var verdict, var rejecter, var filters) -> {
        var verdicts = new ArrayList<Verdict>(nodes.size());
        nodes.forEach(_ -> verdicts.add(verdict));
        var reasons = Rejections.everywhere(nodes.size(), String.join(", ", verdict.reasons()));
        var filtering = new Filtering(plugins, filters, answers, nominations, state, pod);
        yield unschedulable(
            pod, reasons, new Rejected(snapshot, verdicts, filtering), state, Set.of(rejecter));
      }
      case Some some -> choose(state, pod, snapshot, some);
    };
  }

  private Decision choose(CycleState state, PodView pod, Snapshot snapshot, Some some) {
    var filtering = new Filtering(plugins, some.filters(), answers, nominations, state, pod);
    var nominated = snapshot.node(pod.nominatedNodeName());
    if (nominated.isPresent() && !filtering.filter(state, nominated.get()).isRejection()) {
      return new Decision.Placed(nominated.get(), state);
    }
    int enough = scoring.isEmpty() ? 1 : sampling.enough(snapshot.nodes().size());
    long start = timer.now();
    var possible = filtering.run(snapshot, some, sampling, enough);
    timer.ran(schedulerName, "Filter", Status.of(possible.size() > 0), start);
    if (possible.size() > 0) {
      return new Decision.Placed(best(state, pod, possible, snapshot), state);
    }
    var verdicts = filtering.verdicts();
    var reasons = Rejections.message(verdicts.size(), verdicts);
    var rejecters = filtering.rejecters();
    rejecters.addAll(some.narrowedBy());
    return unschedulable(
        pod, reasons, new Rejected(snapshot, verdicts, filtering), state, rejecters);
  }

  private Decision unschedulable(
      PodView pod, String reasons, Rejected rejected, CycleState state, Set<String> rejecters) {
    long start = timer.now();
    var decision = lookForAWayOut(pod, reasons, rejected, state, rejecters);
    boolean found = decision.nomination() instanceof Nomination.Clear;
    timer.ran(schedulerName, "PostFilter", Status.of(found), start);
    return decision;
  }

  private Decision.Unschedulable lookForAWayOut(
      PodView pod, String reasons, Rejected rejected, CycleState state, Set<String> rejecters) {
    var messages = new ArrayList<String>();
    Nomination nomination = new Nomination.Keep();
    for (var plugin : plugins.postFilters()) {
      Outcome outcome = plugin.postFilter(state, pod, rejected);
      if (outcome.nomination() instanceof Nomination.Clear) {
        return new Decision.Unschedulable(reasons, rejecters, outcome.nomination());
      }
      if (!(outcome.nomination() instanceof Nomination.Keep)) {
        nomination = outcome.nomination();
      }
      messages.add(outcome.message());
    }
    var message = messages.isEmpty() ? reasons : reasons + " " + String.join(", ", messages);
    return new Decision.Unschedulable(message, rejecters, nomination);
  }

  private NodeView best(CycleState state, PodView pod, Possible possible, Snapshot snapshot) {
    if (possible.size() == 1 || scoring.isEmpty()) {
      return possible.node(0);
    }
    var totals = scoring.totals(state, pod, possible, snapshot);
    int best = 0;
    int ties = 1;
    for (int i = 1; i < totals.length; i++) {
      if (totals[i] > totals[best]) {
        best = i;
        ties = 1;
      } else if (totals[i] == totals[best] && random.nextInt(++ties) == 0) {
        best = i;
      }
    }
    return possible.node(best);
  }
}
