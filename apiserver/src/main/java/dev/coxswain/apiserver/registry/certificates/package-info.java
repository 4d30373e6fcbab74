/// Strategy, table and approval of certificate signing requests.
package dev.coxswain.apiserver.registry.certificates;
