package dev.coxswain.apiserver;

import dev.coxswain.component.Component;
import dev.coxswain.component.LogFlags;
import dev.coxswain.component.ServingFlags;
import dev.coxswain.component.Shutdown;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// The API server's command line.
@Command(
    name = "kube-apiserver",
    mixinStandardHelpOptions = true,
    description = "Serves the API: REST for people and foreign clients, gRPC for the components.")
public final class ApiServerCommand implements Callable<Integer> {
  private static final int SECURE_PORT = 6443;

  @Mixin LogFlags logs;
  @Mixin ServingFlags serving = new ServingFlags(SECURE_PORT);
  @Mixin AddressFlags addresses;
  @Mixin EtcdFlags etcd;
  @Mixin AuthenticationFlags authentication;
  @Mixin AuthorizationFlags authorization;
  @Mixin ServiceFlags services;
  @Mixin KubeletFlags kubelets;
  @Mixin LimitFlags limits;
  @Mixin AdmissionFlags admission;

  public static void main(String[] args) {
    System.exit(Component.run(new ApiServerCommand(), args));
  }

  @Override
  public Integer call() throws Exception {
    logs.apply();
    var shutdown = Shutdown.onSignals();
    try {
      ApiServer.start(this, shutdown);
    } catch (Exception e) {
      shutdown.run();
      throw e;
    }
    shutdown.await();
    return 0;
  }
}
