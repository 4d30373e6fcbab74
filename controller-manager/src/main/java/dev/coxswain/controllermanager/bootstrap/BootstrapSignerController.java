package dev.coxswain.controllermanager.bootstrap;

import dev.coxswain.api.core.v1.ConfigMap;
import dev.coxswain.api.core.v1.Secret;
import dev.coxswain.apimachinery.meta.Metadata;
import dev.coxswain.apimachinery.meta.ObjectKey;
import dev.coxswain.apimachinery.selector.Selector;
import dev.coxswain.client.ApiClient;
import dev.coxswain.client.Lister;
import dev.coxswain.client.ResourceHandler;
import dev.coxswain.client.WorkQueue;
import dev.coxswain.controllermanager.framework.Controller;
import dev.coxswain.controllermanager.framework.ControllerContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs the public information about the cluster, `cluster-info` in `kube-public`, with every
/// token that is meant for it: whoever holds the token knows then that it is the right cluster.
public final class BootstrapSignerController {
  private static final ObjectKey INFO = new ObjectKey("kube-public", "cluster-info");
  private static final String CONTENT = "kubeconfig";
  private static final String ALGORITHM = "HmacSHA256";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final String SIGNATURE = "jws-kubeconfig-";

  private final ApiClient client;
  private final Lister<ConfigMap> configMaps;
  private final Lister<Secret> secrets;
  private final InstantSource clock;
  private final WorkQueue<ObjectKey> queue;

  private BootstrapSignerController(ControllerContext context) {
    this.client = context.client();
    this.clock = context.clock();
    this.configMaps = context.lister(ConfigMap.class);
    this.secrets = context.lister(Secret.class);
    this.queue = context.queue();
    context
        .informer(ConfigMap.class)
        .addHandler(
            ResourceHandler.objects(map -> {
              if (Metadata.key(map).equals(INFO)) {
                queue.add(INFO);
              }
            }));
    context
        .informer(Secret.class)
        .addHandler(
            ResourceHandler.objects(secret -> {
              if (BootstrapToken.isToken(secret)) {
                queue.add(INFO);
              }
            }));
  }

  public static Controller create(ControllerContext context) {
    var controller = new BootstrapSignerController(context);
    return ControllerContext.controller(
        "bootstrapsigner", controller.queue, 1, controller::reconcile);
  }

  private void reconcile(ObjectKey key) {
    var info = configMaps.get(key).filter(map -> map.containsData(CONTENT));
    if (info.isEmpty()) {
      return;
    }
    var wanted = signed(info.get().getDataMap());
    if (!wanted.equals(info.get().getDataMap())) {
      client.update(info.get().toBuilder().clearData().putAllData(wanted).build());
    }
  }

  private Map<String, String> signed(Map<String, String> data) {
    var wanted = new TreeMap<>(data);
    wanted.keySet().removeIf(name -> name.startsWith(SIGNATURE));
    var now = clock.instant();
    secrets.list(BootstrapToken.NAMESPACE, Selector.everything()).stream()
        .flatMap(secret -> BootstrapToken.of(secret).stream())
        .filter(token -> token.signs() && token.isValidAt(now))
        .forEach(token -> wanted.put(SIGNATURE + token.id(), sign(data.get(CONTENT), token)));
    return wanted;
  }

  /// A JSON web signature without its content, which stands beside it.
  static String sign(String content, BootstrapToken token) {
    var header = base64("{\"alg\":\"HS256\",\"kid\":\"%s\"}".formatted(token.id()));
    try {
      // By hand, because libraries find these keys too short, and the format leaves no choice.
      var mac = Mac.getInstance(ALGORITHM);
      var key = token.id() + "." + token.secret();
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      var signed = header + "." + base64(content);
      var signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
      return header + ".." + BASE64.encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with token " + token.id(), e);
    }
  }

  private static String base64(String text) {
    return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
