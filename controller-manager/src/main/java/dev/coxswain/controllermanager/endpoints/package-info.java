/// Says which pods stand behind each service: EndpointSlices, and the older Endpoints.
package dev.coxswain.controllermanager.endpoints;
