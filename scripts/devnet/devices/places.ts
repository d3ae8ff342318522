/** A place on earth, in degrees (WGS 84). */
export interface Place {
  name: string;
  latitude: number;
  longitude: number;
}

/** Centres of cities, one for each of the devnet's devices. */
export const PLACES: readonly [Place, ...Place[]] = [
  { name: "Lisbon", latitude: 38.7223, longitude: -9.1393 },
  { name: "Madrid", latitude: 40.4168, longitude: -3.7038 },
  { name: "Paris", latitude: 48.8566, longitude: 2.3522 },
  { name: "London", latitude: 51.5074, longitude: -0.1278 },
  { name: "Dublin", latitude: 53.3498, longitude: -6.2603 },
  { name: "Amsterdam", latitude: 52.3676, longitude: 4.9041 },
  { name: "Berlin", latitude: 52.52, longitude: 13.405 },
  { name: "Zurich", latitude: 47.3769, longitude: 8.5417 },
  { name: "Vienna", latitude: 48.2082, longitude: 16.3738 },
  { name: "Warsaw", latitude: 52.2297, longitude: 21.0122 },
  { name: "Stockholm", latitude: 59.3293, longitude: 18.0686 },
  { name: "Helsinki", latitude: 60.1699, longitude: 24.9384 },
  { name: "Athens", latitude: 37.9838, longitude: 23.7275 },
  { name: "Istanbul", latitude: 41.0082, longitude: 28.9784 },
  { name: "New York", latitude: 40.7128, longitude: -74.006 },
  { name: "Chicago", latitude: 41.8781, longitude: -87.6298 },
  { name: "Denver", latitude: 39.7392, longitude: -104.9903 },
  { name: "San Francisco", latitude: 37.7749, longitude: -122.4194 },
  { name: "Seattle", latitude: 47.6062, longitude: -122.3321 },
  { name: "Toronto", latitude: 43.6532, longitude: -79.3832 },
  { name: "Mexico City", latitude: 19.4326, longitude: -99.1332 },
  { name: "Bogota", latitude: 4.711, longitude: -74.0721 },
  { name: "Lima", latitude: -12.0464, longitude: -77.0428 },
  { name: "Santiago", latitude: -33.4489, longitude: -70.6693 },
  { name: "Buenos Aires", latitude: -34.6037, longitude: -58.3816 },
  { name: "Sao Paulo", latitude: -23.5505, longitude: -46.6333 },
  { name: "Reykjavik", latitude: 64.1466, longitude: -21.9426 },
  { name: "Casablanca", latitude: 33.5731, longitude: -7.5898 },
  { name: "Lagos", latitude: 6.5244, longitude: 3.3792 },
  { name: "Nairobi", latitude: -1.2921, longitude: 36.8219 },
  { name: "Cape Town", latitude: -33.9249, longitude: 18.4241 },
  { name: "Dubai", latitude: 25.2048, longitude: 55.2708 },
  { name: "Mumbai", latitude: 19.076, longitude: 72.8777 },
  { name: "Bangalore", latitude: 12.9716, longitude: 77.5946 },
  { name: "Singapore", latitude: 1.3521, longitude: 103.8198 },
  { name: "Jakarta", latitude: -6.2088, longitude: 106.8456 },
  { name: "Seoul", latitude: 37.5665, longitude: 126.978 },
  { name: "Tokyo", latitude: 35.6762, longitude: 139.6503 },
  { name: "Sydney", latitude: -33.8688, longitude: 151.2093 },
  { name: "Auckland", latitude: -36.8509, longitude: 174.7645 },
];
