package dev.coxswain.integration.simulation;

import dev.coxswain.api.apps.v1.Deployment;
import dev.coxswain.api.core.v1.Pod;
import dev.coxswain.api.meta.v1.DeleteOptions;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.client.ApiClient;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// The people who run something on a cluster, and want it otherwise now and then. Nothing ever
/// happens to their calls.
final class Users {
  private static final int MOST_REPLICAS = 5;

  private final World world;
  private final Runnable observe;
  private final Chance chance;
  private final ApiClient client;
  private final List<String> deployments = new ArrayList<>();
  private final List<App> apps = new ArrayList<>();
  private int images;

  /// @param observe called after each of their doings
  Users(World world, Runnable observe) {
    this.world = world;
    this.observe = observe;
    this.chance = world.chance();
    this.client =
        new SimulatedApiClient(
            world.server(),
            world.clock(),
            new Link(new Network(), world.chance(), _ -> {}),
            "user");
  }

  /// A deployment with a service of the same name.
  void create(Deployment deployment) {
    var name = deployment.getMetadata().getName();
    act(() -> {
      client.create(deployment);
      client.create(Workload.service(name));
    });
    deployments.add(name);
  }

  void create(App app) {
    act(() -> app.objects().forEach(client::create));
    apps.add(app);
  }

  List<App> apps() {
    return apps;
  }

  void scale(String deployment, int replicas) {
    change(deployment, d -> Workload.withReplicas(d, replicas));
  }

  void setImage(String deployment, String image) {
    change(deployment, d -> Workload.withImage(d, image));
  }

  void changeSomething() {
    int which = chance.below(deployments.size() + apps.size());
    if (which < apps.size()) {
      act(() -> apps.get(which).change(client, chance));
    } else {
      changeDeployment(deployments.get(which - apps.size()));
    }
  }

  private void changeDeployment(String name) {
    if (chance.oneIn(2)) {
      scale(name, 1 + chance.below(MOST_REPLICAS));
    } else {
      setImage(name, "app:" + ++images);
    }
  }

  /// @param pods those that there are
  void deleteSome(List<Pod> pods) {
    var active = pods.stream().filter(Fleet::isActive).toList();
    if (!active.isEmpty()) {
      var key = Metadata.key(chance.pick(active));
      act(() -> client.delete(Pod.class, key, DeleteOptions.getDefaultInstance()));
    }
  }

  private void change(String name, UnaryOperator<Deployment> edit) {
    var key = new ObjectKey(Workload.NAMESPACE, name);
    act(() -> client.update(edit.apply(client.get(Deployment.class, key))));
  }

  private void act(Runnable work) {
    world.trace().acting("user");
    work.run();
    observe.run();
  }
}
