package dev.coxswain.apiserver.tokens;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.coxswain.apiserver.authn.TokenKey;
import dev.coxswain.apiserver.http.Endpoint;
import dev.coxswain.apiserver.http.HttpCall;
import dev.coxswain.apiserver.http.HttpReply;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets others verify service account tokens by OpenID Connect: `/.well-known/openid-configuration`
/// and `/openid/v1/jwks`.
public final class IssuerEndpoint implements Endpoint {
  /// Where the keys are.
  public static final String KEYS = "/openid/v1/jwks";

  private static final String CONFIGURATION = "/.well-known/openid-configuration";

  private final byte[] configuration;
  private final byte[] keys;

  /// @param issuer as tokens name it
  /// @param keysUrl where verifiers find the keys
  public IssuerEndpoint(String issuer, String keysUrl, List<TokenKey> keys) {
    var known = keys.stream().distinct().toList();
    var document = new LinkedHashMap<String, Object>();
    document.put("issuer", issuer);
    document.put("jwks_uri", keysUrl);
    document.put("response_types_supported", List.of("id_token"));
    document.put("subject_types_supported", List.of("public"));
    document.put(
        "id_token_signing_alg_values_supported",
        known.stream().map(key -> key.algorithm().getName()).distinct().sorted().toList());
    this.configuration = json(document);
    this.keys = json(Map.of("keys", known.stream().map(IssuerEndpoint::jwk).toList()));
  }

  @Override
  public Optional<HttpReply> serve(HttpCall call) {
    return switch (call.path()) {
      case CONFIGURATION -> Optional.of(cached("application/json", configuration));
      case KEYS -> Optional.of(cached("application/jwk-set+json", keys));
      default -> Optional.empty();
    };
  }

  private static HttpReply cached(String type, byte[] body) {
    return HttpReply.of(200, type, body).with("Cache-Control", "public, max-age=3600");
  }

  private static Map<String, Object> jwk(TokenKey key) {
    var jwk = new LinkedHashMap<String, Object>();
    jwk.put("use", "sig");
    switch (key.key()) {
      case RSAPublicKey rsa -> {
        head(jwk, "RSA", key);
        jwk.put("n", Base64URL.encode(rsa.getModulus()).toString());
        jwk.put("e", Base64URL.encode(rsa.getPublicExponent()).toString());
      }
      case ECPublicKey point -> {
        var curve = Curve.forECParameterSpec(point.getParams());
        var coordinates = new ECKey.Builder(curve, point).build();
        head(jwk, "EC", key);
        jwk.put("crv", curve.getName());
        jwk.put("x", coordinates.getX().toString());
        jwk.put("y", coordinates.getY().toString());
      }
      default -> throw new IllegalStateException("wants a checked key, got " + key.key());
    }
    return jwk;
  }

  private static void head(Map<String, Object> jwk, String type, TokenKey key) {
    jwk.put("kty", type);
    jwk.put("kid", key.id());
    jwk.put("alg", key.algorithm().getName());
  }

  private static byte[] json(Map<String, ?> document) {
    return JSONObjectUtils.toJSONString(document)
        .replace("\\/", "/")
        .getBytes(StandardCharsets.UTF_8);
  }
}
