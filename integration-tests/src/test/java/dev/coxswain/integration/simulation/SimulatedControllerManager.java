package dev.coxswain.integration.simulation;

import dev.coxswain.client.EventRecorder;
import dev.coxswain.client.InformerFactory;
import dev.coxswain.controllermanager.ControllerOptions;
import dev.coxswain.controllermanager.ControllerSet;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.time.Instant;

/// The real controllers, one key of one of them at a step. As in production, the server is followed
/// only from when the program leads.
final class SimulatedControllerManager extends Program implements Leader {
  private final ControllerOptions options;
  private InformerFactory informers;
  private ControllerContext context;
  private ControllerSet controllers;
  private Candidate candidate;
  private boolean synced;

  SimulatedControllerManager(String name, World world, ControllerOptions options) {
    super(name, world);
    this.options = options;
  }

  @Override
  void boot(SimulatedApiClient client) {
    informers = new InformerFactory(client);
    synced = false;
    context = new ControllerContext(client, informers, world().clock());
    controllers = ControllerSet.create(context, options);
    candidate = new Candidate(this, client, "kube-controller-manager");
  }

  @Override
  public boolean isLeading() {
    return isRunning() && candidate.isLeading();
  }

  @Override
  boolean step() {
    if (candidate.step()) {
      return true;
    }
    if (!candidate.isLeading()) {
      return false;
    }
    if (!hasSynced()) {
      return follow(informers);
    }
    var ready =
        controllers.controllers().stream()
            .filter(controller -> controller.queue().size() > 0)
            .toList();
    if (ready.isEmpty() || chance().oneIn(3)) {
      boolean any = follow(informers);
      writeEvents();
      return any || !ready.isEmpty();
    }
    run(chance().pick(ready));
    return true;
  }

  private void run(Controller controller) {
    world().trace().acting(name() + "/" + controller.name());
    controller.loop().runOne();
  }

  private void writeEvents() {
    world().trace().acting(name() + "/events");
    context.recorders().forEach(EventRecorder::flush);
  }

  @Override
  void beforeSleep() {
    wakeBy(candidate.due());
    if (candidate.isLeading() && synced) {
      controllers.controllers().stream()
          .flatMap(controller -> controller.queue().nextDue().stream())
          .min(Instant::compareTo)
          .ifPresent(this::wakeBy);
    }
  }

  private boolean hasSynced() {
    synced = synced || informers.hasSynced();
    return synced;
  }

  InformerFactory informers() {
    return informers;
  }
}
